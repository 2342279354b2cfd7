import type { Bar } from '../bar.ts';
import { OpenBar, type OpenBarState, type PricedTrade } from './open-bar.ts';

/** A closed bar with what only its trades could tell. */
export interface ClosedBar {
  readonly bar: Bar;
  readonly priceTime: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** Builds the bars of one symbol and one length by event time. */
export class BarBuilder {
  readonly #symbol: string;
  readonly #intervalSeconds: number;
  readonly #milliseconds: number;
  /** By start, ascending. */
  readonly #open: OpenBar[];

  constructor(symbol: string, intervalSeconds: number, state: readonly OpenBarState[] = []) {
    this.#symbol = symbol;
    this.#intervalSeconds = intervalSeconds;
    this.#milliseconds = intervalSeconds * 1_000;
    this.#open = state.map((bar) => OpenBar.restore(bar));
  }

  /** Adds a trade to the bar of its event time. */
  add(priced: PricedTrade): void {
    const { tradeTime } = priced.trade;
    const start = tradeTime - (tradeTime % this.#milliseconds);
    const newest = this.#open.at(-1);
    if (newest?.start === start) newest.add(priced);
    else this.#addElsewhere(start, priced);
  }

  /** Takes out the bars that end at the watermark or before, oldest first. */
  close(watermark: number): readonly ClosedBar[] {
    const first = this.#open[0];
    if (first === undefined || first.start + this.#milliseconds > watermark) return none;
    const closed: ClosedBar[] = [];
    while (this.#open[0] !== undefined && this.#open[0].start + this.#milliseconds <= watermark) {
      closed.push(this.#closed(this.#open[0]));
      this.#open.shift();
    }
    return closed;
  }

  state(): readonly OpenBarState[] {
    return this.#open.map((bar) => bar.state());
  }

  #addElsewhere(start: number, priced: PricedTrade): void {
    const at = this.#open.findLastIndex((bar) => bar.start <= start);
    const before = this.#open[at];
    if (before?.start === start) before.add(priced);
    else this.#open.splice(at + 1, 0, OpenBar.begin(start, priced));
  }

  #closed(open: OpenBar): ClosedBar {
    const { priceTime, firstTime, lastTime, ...bar } = open.state();
    const named = { symbol: this.#symbol, intervalSeconds: this.#intervalSeconds, ...bar };
    return { bar: named, priceTime, firstTime, lastTime };
  }
}

const none: readonly ClosedBar[] = [];
