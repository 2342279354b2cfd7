import type { Market, SymbolRules } from '../market/market-trade.ts';
import type { Tape } from '../tape/tape.ts';
import { type Query, tradedSymbol } from './parameters.ts';
import { answer, type Reply, refusal } from './reply.ts';
import type { WeightLimits } from './weights.ts';

/** What exchangeInfo tells about. */
export interface InfoView {
  readonly market: Market;
  readonly limits: WeightLimits;
  readonly nowMs: number;
}

/** GET /exchangeInfo, of all symbols or of one. `pricecast` is ours: it says what the market is. */
export function exchangeInfo(query: Query, view: InfoView): Reply {
  const { market, limits, nowMs } = view;
  const listed = market.symbols.filter((rules) => (query.symbol ?? rules.symbol) === rules.symbol);
  if (listed.length === 0) return refusal(400, -1121, 'Invalid symbol.');
  return answer({
    timezone: 'UTC',
    serverTime: nowMs,
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: limits.perMinute },
    ],
    exchangeFilters: [],
    symbols: listed.map(symbolInfo),
    pricecast: { market: market.kind, label: market.label },
  });
}

function symbolInfo(rules: SymbolRules): Record<string, unknown> {
  const tickSize = smallest(rules.priceScale);
  const stepSize = smallest(rules.quantityScale);
  return {
    symbol: rules.symbol,
    status: 'TRADING',
    baseAsset: rules.base,
    baseAssetPrecision: 8,
    quoteAsset: rules.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '1000000.00000000', tickSize },
      { filterType: 'LOT_SIZE', minQty: stepSize, maxQty: '9000000000.00000000', stepSize },
    ],
    permissions: [],
    permissionSets: [['SPOT']],
  };
}

function smallest(scale: number): string {
  return (10 ** -scale).toFixed(8);
}

/** GET /ticker/price: the newest price of one symbol, or of all that have traded. */
export function tickerPrice(query: Query, tape: Tape): Reply {
  if (query.symbol === undefined) return answer(tape.symbols().flatMap((symbol) => priceOf(tape, symbol)));
  const symbol = tradedSymbol(query, tape.symbols());
  if ('refusal' in symbol) return symbol.refusal;
  const [price] = priceOf(tape, symbol.value);
  return price === undefined ? refusal(400, -1121, 'Invalid symbol.') : answer(price);
}

function priceOf(tape: Tape, symbol: string): readonly { symbol: string; price: string }[] {
  const newest = tape.of(symbol)?.newest();
  return newest === undefined ? [] : [{ symbol, price: newest.trade.price }];
}
