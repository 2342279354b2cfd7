import { aggTradeRow, type ExchangeTrade } from '@pricecast/market';
import type { SymbolTape } from '../tape/symbol-tape.ts';
import type { Tape } from '../tape/tape.ts';
import { optionalInteger, type Parsed, pageLimit, type Query, tradedSymbol } from './parameters.ts';
import { answer, type Reply, refusal } from './reply.ts';

/** GET /aggTrades: by `fromId`, by time span, or the newest. Always oldest first. */
export function aggTrades(query: Query, tape: Tape): Reply {
  const symbol = tradedSymbol(query, tape.symbols());
  if ('refusal' in symbol) return symbol.refusal;
  const page = pageOf(query);
  if ('refusal' in page) return page.refusal;
  const symbolTape = tape.of(symbol.value);
  return answer(symbolTape === undefined ? [] : select(symbolTape, page.value).map(aggTradeRow));
}

interface Page {
  readonly fromId: number | undefined;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly limit: number;
}

function pageOf(query: Query): Parsed<Page> {
  const fromId = optionalInteger(query, 'fromId');
  if ('refusal' in fromId) return fromId;
  const startTime = optionalInteger(query, 'startTime');
  if ('refusal' in startTime) return startTime;
  const endTime = optionalInteger(query, 'endTime');
  if ('refusal' in endTime) return endTime;
  const limit = pageLimit(query);
  if ('refusal' in limit) return limit;
  if (fromId.value !== undefined && (startTime.value ?? endTime.value) !== undefined) {
    return { refusal: refusal(400, -1128, 'Combination of optional parameters invalid.') };
  }
  const value = {
    fromId: fromId.value,
    startTime: startTime.value,
    endTime: endTime.value,
    limit: limit.value,
  };
  return { value };
}

function select(tape: SymbolTape, page: Page): readonly ExchangeTrade[] {
  const { fromId, startTime, endTime, limit } = page;
  if (fromId !== undefined) return tape.fromId(fromId, limit);
  if (startTime !== undefined) return tape.between(startTime, endTime ?? Infinity).slice(0, limit);
  if (endTime !== undefined) return tape.between(0, endTime).slice(-limit);
  return tape.latest(limit);
}
