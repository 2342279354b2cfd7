import { EventRate } from '@pricecast/runtime';
import type { ReceivedTrade } from '../sequence/received-trade.ts';

/** What is remembered of a delivery. Times in milliseconds since the epoch. */
interface Delivery {
  readonly at: number;
  readonly delayMilliseconds: number;
}

/** After this the delay of the last delivery says nothing about now. */
const memoryMilliseconds = 10_000;

/** What is waiting for delivery, as far as it is known. */
export interface Backlog {
  /** Event time of the oldest trade that waits or is missing; undefined when none is. */
  readonly oldestEventTime: number | undefined;
}

/** Remembers deliveries and tells their rate and how late they are. */
export class DeliveryRecord {
  readonly #rate: EventRate;
  #last: Delivery | undefined;

  /** `now` in milliseconds since the epoch. */
  constructor(now: number) {
    this.#rate = new EventRate(now);
  }

  note(trades: readonly ReceivedTrade[], now: number): void {
    this.#rate.add(trades.length, now);
    const newest = trades.at(-1);
    if (newest !== undefined) this.#last = { at: now, delayMilliseconds: now - newest.trade.tradeTime };
  }

  /** Trades a second over the last ten; undefined before the first second. */
  perSecond(now: number): number | undefined {
    return this.#rate.perSecond(now);
  }

  /**
   * How late the trades are, in seconds: the age of the oldest that waits or is missing, else the time from event
   * to acknowledgement of the last delivery; 0 when there was none lately and nothing waits.
   */
  lagSeconds({ oldestEventTime }: Backlog, now: number): number {
    const recent = this.#last !== undefined && now - this.#last.at <= memoryMilliseconds;
    const delay = recent ? (this.#last?.delayMilliseconds ?? 0) : 0;
    const age = oldestEventTime === undefined ? 0 : now - oldestEventTime;
    return Math.max(0, delay, age) / 1_000;
  }
}
