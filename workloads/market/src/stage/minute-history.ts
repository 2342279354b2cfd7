import type { Minute } from './minute.ts';

/** The last minutes of a symbol on a grid without holes; NaN stands for what is missing. */
export interface MinuteSeries {
  readonly close: Float64Array;
  readonly timeWeightedPrice: Float64Array;
  readonly volume: Float64Array;
}

/** The newest minutes of a symbol in which something was traded. */
export class MinuteHistory {
  readonly #length: number;
  /** Ascending. */
  readonly #minutes: Minute[];

  /** `length` minutes are kept; `minutes` may come in any order. */
  constructor(length: number, minutes: Iterable<Minute> = []) {
    this.#length = length;
    this.#minutes = [...minutes].sort((left, right) => left.index - right.index);
    this.#forget();
  }

  get newest(): Minute | undefined {
    return this.#minutes.at(-1);
  }

  add(minute: Minute): void {
    this.#minutes.push(minute);
    this.#forget();
  }

  /**
   * The grid that ends with the newest minute. Where ids show that nothing was traded, volume is 0 and prices stand;
   * where trades are missing, so are the figures.
   */
  series(): MinuteSeries {
    const end = this.newest?.index ?? 0;
    const start = end - this.#length + 1;
    const missing = () => new Float64Array(this.#length).fill(Number.NaN);
    const series = { close: missing(), timeWeightedPrice: missing(), volume: missing() };
    let before: Minute | undefined;
    for (const minute of this.#minutes) {
      if (minute.followsOn && before !== undefined) standStill(series, before, minute.index, start);
      series.close[minute.index - start] = minute.close;
      series.timeWeightedPrice[minute.index - start] = minute.timeWeightedPrice;
      series.volume[minute.index - start] = minute.volume;
      before = minute;
    }
    return series;
  }

  #forget(): void {
    const newest = this.newest;
    if (newest === undefined) return;
    const kept = this.#minutes.findIndex(({ index }) => index > newest.index - this.#length);
    this.#minutes.splice(0, kept);
  }
}

function standStill(series: MinuteSeries, { index, close }: Minute, until: number, start: number): void {
  for (let at = index + 1; at < until; at += 1) {
    series.close[at - start] = close;
    series.timeWeightedPrice[at - start] = close;
    series.volume[at - start] = 0;
  }
}
