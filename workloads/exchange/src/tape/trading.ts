import type { ExchangeTrade } from '@pricecast/market';
import type { Market, MarketTrade } from '../market/market-trade.ts';
import { advanceClock, type MarketClock } from './market-clock.ts';
import type { Tape } from './tape.ts';

/** What the next trades are subject to. */
export interface TradingConditions {
  /** Milliseconds of market in one millisecond of wall time. */
  readonly speed: number;
  /** Added to every event time. */
  readonly clockOffsetMs: number;
  /** Changes a trade before it exists. */
  readonly spoil: (trade: MarketTrade) => MarketTrade;
}

/** Plays a market against the wall clock onto a tape. Lives from start to the last trade. */
export class Trading {
  readonly #trades: Iterator<MarketTrade>;
  readonly #tape: Tape;
  #clock: MarketClock | undefined;
  #next: IteratorResult<MarketTrade> | undefined;

  constructor(market: Market, tape: Tape) {
    this.#trades = market.trades[Symbol.iterator]();
    this.#tape = tape;
  }

  get started(): boolean {
    return this.#clock !== undefined;
  }

  /** True once a finite market has made its last trade. */
  get finished(): boolean {
    return this.#next?.done === true;
  }

  /** Opens the market; a second call changes nothing. */
  start(nowMs: number): void {
    this.#clock ??= { wallMs: nowMs, marketMs: 0 };
  }

  /** Makes the trades that are due at `nowMs`, in order. None before the start. */
  advance(nowMs: number, conditions: TradingConditions): readonly ExchangeTrade[] {
    if (this.#clock === undefined) return [];
    const step = advanceClock(this.#clock, nowMs, conditions.speed);
    this.#clock = step.to;
    return this.#due(step.to.marketMs).map((trade) =>
      this.#tape.append(conditions.spoil(trade), step.wallTimeOf(trade.atMs) + conditions.clockOffsetMs),
    );
  }

  #due(marketMs: number): MarketTrade[] {
    const due: MarketTrade[] = [];
    this.#next ??= this.#trades.next();
    while (this.#next.done !== true && this.#next.value.atMs <= marketMs) {
      due.push(this.#next.value);
      this.#next = this.#trades.next();
    }
    return due;
  }
}
