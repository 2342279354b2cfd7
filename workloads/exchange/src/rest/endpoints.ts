import type { Market } from '../market/market-trade.ts';
import type { Tape } from '../tape/tape.ts';
import { klines } from './kline-queries.ts';
import { exchangeInfo, tickerPrice } from './market-queries.ts';
import type { Query } from './parameters.ts';
import { answer, type Reply } from './reply.ts';
import { aggTrades } from './trade-queries.ts';
import type { WeightLimits } from './weights.ts';

/** What an endpoint may look at. */
export interface RestView {
  readonly market: Market;
  readonly tape: Tape;
  readonly limits: WeightLimits;
  /** The server's own clock, faults included. */
  readonly nowMs: number;
}

/** One path below /api/v3: what it costs and what it answers. */
export interface Endpoint {
  readonly weight: number;
  readonly handle: (query: Query, view: RestView) => Reply;
}

/** Every REST endpoint that is served. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  aggTrades: { weight: 4, handle: (query, { tape }) => aggTrades(query, tape) },
  exchangeInfo: { weight: 20, handle: exchangeInfo },
  klines: { weight: 2, handle: (query, { tape }) => klines(query, tape) },
  ping: { weight: 1, handle: () => answer({}) },
  'ticker/price': { weight: 4, handle: (query, { tape }) => tickerPrice(query, tape) },
  time: { weight: 1, handle: (_, { nowMs }) => answer({ serverTime: nowMs }) },
};
