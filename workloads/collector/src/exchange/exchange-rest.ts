import { type ExchangeTrade, MarketError, parseRow, quoted } from '@pricecast/market';
import { Agent, type Dispatcher } from 'undici';
import { ExchangeError } from './exchange-error.ts';
import type { TradeHistory, TradePage } from './trade-history.ts';
import { WeightBudget, type WeightReading } from './weight-budget.ts';

const pageLimit = 1_000;
const pageWeight = 4;
const weightPerMinute = 6_000;
const timeoutMilliseconds = 10_000;
const unknownSymbolCode = -1121;

/** Binance's REST. Requests that the weight budget does not allow now are refused without asking. */
export class ExchangeRest implements TradeHistory {
  readonly #base: URL;
  readonly #now: () => number;
  readonly #budget = new WeightBudget(weightPerMinute);
  readonly #agent = new Agent({
    connections: 4,
    connectTimeout: timeoutMilliseconds,
    headersTimeout: timeoutMilliseconds,
    bodyTimeout: timeoutMilliseconds,
  });

  /** `base` as in `https://data-api.binance.vision`; `now` in milliseconds since the epoch. */
  constructor(base: string, now: () => number) {
    this.#base = new URL(base);
    this.#now = now;
  }

  async page(symbol: string, fromId: number): Promise<TradePage> {
    const rows = await this.#rows(symbol, { fromId: String(fromId), limit: String(pageLimit) });
    const trades = rows.flatMap((row) => readRow(symbol, row) ?? []);
    if (rows.length > 0 && trades.length === 0) throw unreadable(symbol, rows);
    return { trades, last: rows.length < pageLimit, malformed: rows.length - trades.length };
  }

  async newest(symbol: string): Promise<ExchangeTrade | undefined> {
    const rows = await this.#rows(symbol, { limit: '1' });
    return rows.map((row) => readRow(symbol, row)).at(-1);
  }

  /** Until when the exchange asked us to be quiet; undefined while it did not. */
  get blockedUntil(): number | undefined {
    return this.#budget.blockedUntil(this.#now());
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #rows(symbol: string, parameters: Record<string, string>): Promise<readonly unknown[]> {
    const now = this.#now();
    const allowedAt = this.#budget.allowedAt(pageWeight, now);
    if (allowedAt > now) throw limited(allowedAt);
    this.#budget.spend(pageWeight, now);
    const query = new URLSearchParams({ symbol, ...parameters });
    const { status, text } = await this.#get(`/api/v3/aggTrades?${query}`);
    if (status !== 200) throw refusal(status, symbol, text, this.#budget.blockedUntil(this.#now()));
    const rows = parseJson(text);
    if (!Array.isArray(rows))
      throw new ExchangeError('EXCHANGE_FAULTY', `The exchange sent no list: ${quoted(text)}`);
    return rows;
  }

  async #get(path: string): Promise<{ status: number; text: string }> {
    const { origin, pathname } = this.#base;
    try {
      const response = await this.#agent.request({
        origin,
        path: pathname.replace(/\/$/, '') + path,
        method: 'GET',
      });
      this.#budget.observe(readingOf(response), this.#now());
      return { status: response.statusCode, text: await response.body.text() };
    } catch (cause) {
      const told = cause instanceof Error ? cause.message : String(cause);
      throw new ExchangeError('EXCHANGE_UNREACHABLE', `${origin} does not answer: ${told}`, { cause });
    }
  }
}

function readRow(symbol: string, row: unknown): ExchangeTrade | undefined {
  try {
    return parseRow(symbol, row);
  } catch (error) {
    if (error instanceof MarketError) return undefined;
    throw error;
  }
}

function readingOf({ statusCode, headers }: Dispatcher.ResponseData): WeightReading {
  return {
    status: statusCode,
    usedWeight: wholeNumber(headers['x-mbx-used-weight-1m']),
    retryAfterSeconds: wholeNumber(headers['retry-after']),
  };
}

function wholeNumber(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^[0-9]{1,9}$/.test(header) ? Number(header) : undefined;
}

function refusal(
  status: number,
  symbol: string,
  text: string,
  blockedUntil: number | undefined,
): ExchangeError {
  if (blockedUntil !== undefined) return limited(blockedUntil);
  if (status >= 500)
    return new ExchangeError('EXCHANGE_FAULTY', `The exchange answered ${status}: ${quoted(text)}`);
  if (errorCode(text) === unknownSymbolCode) {
    return new ExchangeError('SYMBOL_UNKNOWN', `The exchange does not know the symbol ${symbol}`);
  }
  return new ExchangeError('EXCHANGE_REFUSED', `The exchange refused with ${status}: ${quoted(text)}`);
}

function unreadable(symbol: string, rows: readonly unknown[]): ExchangeError {
  return new ExchangeError('EXCHANGE_FAULTY', `The exchange sent no trade of ${symbol} in ${quoted(rows)}`);
}

function limited(until: number): ExchangeError {
  const moment = new Date(until).toISOString();
  const message = `The exchange takes no further requests before ${moment}`;
  return new ExchangeError('RATE_LIMITED', message, { retryAt: until });
}

function errorCode(text: string): unknown {
  try {
    return (JSON.parse(text) as { code?: unknown } | null)?.code;
  } catch {
    // Refusals of proxies and firewalls are pages of HTML; the status alone speaks then.
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExchangeError('EXCHANGE_FAULTY', `The exchange sent no JSON: ${quoted(text)}`, { cause });
  }
}
