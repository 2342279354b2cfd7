import { type BackoffBounds, backoffMilliseconds } from '@pricecast/stream';
import type { ExchangeError } from '../exchange/exchange-error.ts';
import { beforeFirstTrade, type Position } from './position.ts';
import { beat, isStalled, looked, type Pulse, startPulse } from './pulse.ts';
import type { ReceivedTrade } from './received-trade.ts';
import { type IdRange, Sequencer } from './sequencer.ts';
import { areSuspicious, isRecount, noStrangers, type Strangers, withStranger } from './strangers.ts';

/** What a feed wants to know from REST: where the trades end, or those from an id on. */
export type Need = { readonly kind: 'Newest' } | { readonly kind: 'Page'; readonly from: number };

/** Trades that REST gave, and when they were asked for. */
export interface FilledPage {
  readonly from: number;
  readonly trades: readonly ReceivedTrade[];
  /** False when there may be more behind the last one. */
  readonly last: boolean;
  readonly askedAt: number;
}

/** Counts since the start. */
export interface FeedTally {
  duplicates: number;
  /** Trades of the stream that were left to REST, because too many waited or the queue was full. */
  overflows: number;
  /** Ids that the exchange has no trade for. */
  skippedIds: number;
}

/** What a feed is made of. */
export interface FeedParts {
  readonly symbol: string;
  /** Takes a trade, or refuses because there is no room; then roomAgain() has to be called. */
  readonly sink: (trade: ReceivedTrade) => boolean;
  readonly onSkipped: (symbol: string, ranges: readonly IdRange[]) => void;
  /** The feed begins behind this position; nothing before is wanted. */
  readonly onAnchored: (symbol: string, position: Position) => void;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const mostWaiting = 1_000;
/** A frame that was overtaken usually comes by itself. */
const reorderGraceMilliseconds = 150;
const backoff: BackoffBounds = { firstMilliseconds: 250, largestMilliseconds: 15_000 };
const unknownSymbolPause = 60_000;

/** The trades of one symbol on their way from stream and REST to the queue. Times in milliseconds since the epoch. */
export class SymbolFeed {
  readonly symbol: string;
  readonly tally: FeedTally = { duplicates: 0, overflows: 0, skippedIds: 0 };
  readonly #parts: FeedParts;
  #sequencer: Sequencer | undefined;
  #position: Position = beforeFirstTrade;
  #pulse: Pulse;
  #strangers: Strangers = noStrangers;
  /** REST may have trades that the stream will not bring. */
  #behind = false;
  /** Since when a trade waits for one before it. */
  #holeSince: number | undefined;
  #behindSince: number | undefined;
  #refused = false;
  #trouble: ExchangeError | undefined;
  #attempts = 0;
  #retryAt = 0;

  /** Begins behind `position`; without one where REST says that the newest trade is. */
  constructor(parts: FeedParts, position: Position | undefined, now: number) {
    this.symbol = parts.symbol;
    this.#parts = parts;
    this.#pulse = startPulse(now);
    if (position !== undefined) this.#begin(position, now);
  }

  /** True once it is known where to begin. */
  get anchored(): boolean {
    return this.#sequencer !== undefined;
  }

  /** Newest trade that was handed on. */
  get position(): Position {
    return this.#position;
  }

  /** Since when trades are known or feared to be missing. */
  get behindSince(): number | undefined {
    return this.#behindSince;
  }

  /** Why REST did not answer, and how often in a row. */
  get trouble(): { readonly error: ExchangeError; readonly attempts: number } | undefined {
    return this.#trouble === undefined ? undefined : { error: this.#trouble, attempts: this.#attempts };
  }

  /** True when the stream is open and does not bring trades that REST has. */
  get stalled(): boolean {
    return isStalled(this.#pulse);
  }

  /** A trade came by the stream. */
  live(trade: ReceivedTrade): void {
    this.#pulse = beat(this.#pulse, trade.receivedAt);
    if (this.#sequencer === undefined) return;
    const offer = this.#refused ? 'Overflow' : this.#sequencer.offer(trade);
    if (offer === 'Duplicate') this.#noteDuplicate(trade);
    if (offer === 'Overflow') this.#noteOverflow(trade.receivedAt);
    if (offer === 'Accepted') this.#drain(this.#sequencer, trade.receivedAt);
  }

  /** The stream was opened: trades before may be missing. */
  opened(now: number): void {
    this.#pulse = startPulse(now, this.#pulse);
    this.#behind = true;
    this.#noteDelay(now);
  }

  /** The queue has room again. */
  roomAgain(now: number): void {
    if (!this.#refused || this.#sequencer === undefined) return;
    this.#refused = false;
    this.#behind = true;
    this.#drain(this.#sequencer, now);
  }

  /** What to ask REST now; undefined when there is nothing to ask yet. */
  need(now: number): Need | undefined {
    if (this.#refused || now < this.#retryAt) return undefined;
    if (this.#sequencer === undefined || areSuspicious(this.#strangers)) return { kind: 'Newest' };
    const overdue = this.#holeSince !== undefined && now >= this.#holeSince + reorderGraceMilliseconds;
    const wanted = this.#behind || overdue || now >= this.#pulse.lookAt;
    return wanted ? { kind: 'Page', from: this.#sequencer.next } : undefined;
  }

  /** REST gave the newest trade, or there is none yet. */
  newest(position: Position | undefined, now: number): void {
    this.#noteAnswer();
    const { firstId } = this.#strangers;
    this.#strangers = noStrangers;
    if (this.#sequencer === undefined) this.#anchor(position ?? beforeFirstTrade, now);
    else if (position !== undefined && isRecount(position.lastId, this.#sequencer.next)) {
      this.#anchor({ lastId: firstId - 1, tradeTime: this.#position.tradeTime }, now);
    }
  }

  /** REST gave a page. */
  filled(page: FilledPage, now: number): void {
    if (this.#sequencer === undefined) return;
    const { next } = this.#sequencer;
    this.#noteAnswer();
    this.#noteLook(page, next, now);
    this.#sequencer.fill(page.from, page.trades);
    this.#behind = !page.last;
    this.#drain(this.#sequencer, now);
    if (this.#sequencer.next > next) this.#attempts = 0;
    // REST can be behind the stream. What it does not have yet it will have, so the hole stays open.
    else if (!this.#refused && (this.#behind || this.#holeSince !== undefined)) this.#askLater(now);
  }

  /** REST did not answer as it should. */
  failed(error: ExchangeError, now: number): void {
    this.#trouble = error;
    this.#askLater(now);
    if (error.code === 'SYMBOL_UNKNOWN') this.#retryAt = now + unknownSymbolPause;
    if (error.retryAt !== undefined) this.#retryAt = error.retryAt;
  }

  #askLater(now: number): void {
    this.#attempts += 1;
    this.#retryAt = now + backoffMilliseconds(this.#attempts, backoff, this.#parts.random());
  }

  #begin(position: Position, now: number): void {
    this.#position = position;
    this.#sequencer = new Sequencer({ next: position.lastId + 1, fresh: position.lastId < 0 }, mostWaiting);
    this.#behind = true;
    this.#noteDelay(now);
  }

  #anchor(position: Position, now: number): void {
    this.#begin(position, now);
    this.#parts.onAnchored(this.symbol, position);
  }

  readonly #take = (trade: ReceivedTrade): boolean => {
    if (!this.#parts.sink(trade)) return false;
    this.#position = { lastId: trade.trade.id, tradeTime: trade.trade.tradeTime };
    return true;
  };

  #drain(sequencer: Sequencer, now: number): void {
    const { refused, skipped } = sequencer.drain(this.#take);
    this.#refused = refused;
    this.#holeSince = sequencer.waits && !refused ? (this.#holeSince ?? now) : undefined;
    this.#noteDelay(now);
    if (skipped.length === 0) return;
    for (const { from, to } of skipped) this.tally.skippedIds += to - from + 1;
    this.#parts.onSkipped(this.symbol, skipped);
  }

  #noteDelay(now: number): void {
    const delayed = this.#behind || this.#refused || this.#holeSince !== undefined;
    this.#behindSince = delayed ? (this.#behindSince ?? now) : undefined;
  }

  #noteDuplicate({ trade }: ReceivedTrade): void {
    this.tally.duplicates += 1;
    if (trade.tradeTime > this.#position.tradeTime) this.#strangers = withStranger(this.#strangers, trade.id);
  }

  #noteOverflow(now: number): void {
    this.tally.overflows += 1;
    this.#behind = true;
    this.#noteDelay(now);
  }

  #noteAnswer(): void {
    if (this.#trouble !== undefined) this.#attempts = 0;
    this.#trouble = undefined;
  }

  /** A page that was asked for because of a silence tells whether the stream is dumb or the market quiet. */
  #noteLook({ trades, askedAt }: FilledPage, next: number, now: number): void {
    const silent = !this.#behind && this.#holeSince === undefined && this.#pulse.lastAt <= askedAt;
    const foundTrades = trades.some(({ trade }) => trade.id >= next);
    if (silent) this.#pulse = looked(this.#pulse, foundTrades, now);
  }
}
