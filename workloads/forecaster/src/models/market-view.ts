import type { MinuteSample } from './minute-sample.ts';

/** Memories of the exponential means, in minutes: from the last moments to some days. */
const spans = [2, 5, 12, 30, 80, 240, 1_000, 4_000] as const;
/** Of so many spans the mean of the logarithm counts besides the logarithm of the mean. */
const logSpans = 6;
const harmonics = 3;
const dayMinutes = 1_440;

/** A return or range below this is taken for this: a tenth of a basis point. */
export const returnFloor = 1e-5;
/** An empty minute counts as this share of the mean volume. */
const emptyShare = 0.02;

/** Where in a view the logarithm of the mean |return| of about half an hour lies. */
export const steadyMoveAt = 1 + spans.indexOf(30);

/** Length of the vector of a view. */
export const viewLength = 1 + 4 * spans.length + 2 * logSpans + 2 * harmonics;

/**
 * What minutes up to now say about those to come: |return|, range, variance by range and volume over eight memories
 * on a logarithmic scale, as in the log-HAR model (Corsi, Journal of Financial Econometrics 7 (2009)), and the time
 * of day. The first component is 1.
 */
export class MarketView {
  readonly #moves = new Means();
  readonly #ranges = new Means();
  readonly #variances = new Means();
  readonly #volumes = new Means();
  readonly #trades = new Means();
  readonly #logRanges = new Means();
  readonly #logVolumes = new Means();

  add({ logReturn, logRange, variance, volume, trades }: MinuteSample): void {
    this.#moves.add(Math.abs(logReturn));
    this.#ranges.add(logRange);
    this.#variances.add(variance);
    this.#volumes.add(volume);
    this.#trades.add(trades);
    this.#logRanges.add(Math.log(logRange + returnFloor));
    this.#logVolumes.add(Math.log(volume + this.emptyVolume));
  }

  /** What is added to volumes before their logarithm. */
  get emptyVolume(): number {
    return emptyShare * this.#volumes.slowest + Number.MIN_VALUE;
  }

  /** What is added to numbers of trades before their logarithm. */
  get emptyTrades(): number {
    return emptyShare * this.#trades.slowest + Number.MIN_VALUE;
  }

  /** The vector at the end of this minute; `index` in whole minutes since the epoch. */
  at(index: number): Float64Array {
    const empty = this.emptyVolume;
    const phase = (2 * Math.PI * (index % dayMinutes)) / dayMinutes;
    return Float64Array.from([
      1,
      ...this.#moves.values.map((mean) => Math.log(mean + returnFloor)),
      ...this.#ranges.values.map((mean) => Math.log(mean + returnFloor)),
      ...this.#variances.values.map((mean) => 0.5 * Math.log(mean + returnFloor ** 2)),
      ...this.#volumes.values.map((mean) => Math.log(mean + empty)),
      ...this.#logRanges.values.slice(0, logSpans),
      ...this.#logVolumes.values.slice(0, logSpans),
      ...Array.from({ length: harmonics }, (_, at) => Math.sin((at + 1) * phase)),
      ...Array.from({ length: harmonics }, (_, at) => Math.cos((at + 1) * phase)),
    ]);
  }
}

/** Exponential means of one quantity over all memories; over fewer minutes than a memory plain means. */
class Means {
  readonly values: number[] = spans.map(() => 0);
  #count = 0;

  get slowest(): number {
    return this.values.at(-1) ?? 0;
  }

  add(value: number): void {
    this.#count += 1;
    for (const [at, span] of spans.entries()) {
      const mean = this.values[at] ?? 0;
      this.values[at] = mean + Math.max(2 / (span + 1), 1 / this.#count) * (value - mean);
    }
  }
}
