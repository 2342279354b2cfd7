import type { ForecastInput } from '@pricecast/decision';
import { AheadForecaster, commonSeasons } from '@pricecast/forecast';
import { metricLagSeconds, type World } from '../world.ts';
import { RowFeed } from './row-feed.ts';

/** Forecasts as the adapter would have made them with each row that came. */
export class Forecasts {
  readonly #startupSeconds: number;
  readonly #feed: RowFeed;
  readonly #forecaster: AheadForecaster;
  readonly #remembered: ForecastInput[] | undefined;
  #newest: ForecastInput = tooShort(0);
  #samples = 0;
  #row = -1;

  /** With `remember`, every forecast is kept, so that several runs over the same world can share them. */
  constructor(world: World, startupSeconds: number, remember = false) {
    this.#startupSeconds = startupSeconds;
    this.#feed = new RowFeed(world);
    const { stepSeconds } = this.#feed;
    const from = (metricLagSeconds + startupSeconds) / stepSeconds;
    this.#forecaster = new AheadForecaster({
      window: { from, to: from + 1 },
      seasons: commonSeasons(stepSeconds),
    });
    this.#remembered = remember ? [] : undefined;
  }

  /** The forecast once `row` has come; rows are asked for in order, remembered ones at any time. */
  at(row: number, now: number): ForecastInput {
    const remembered = this.#remembered?.[row];
    if (remembered !== undefined) return remembered;
    if (row !== this.#row) this.#observe(row, now);
    if (this.#remembered !== undefined) this.#remembered[row] = this.#newest;
    return this.#newest;
  }

  #observe(row: number, now: number): void {
    this.#feed.advance(row, (sample) => {
      this.#forecaster.add(sample);
      this.#samples += 1;
    });
    this.#row = row;
    const outlook = this.#forecaster.forecast();
    // Until the next forecast is there, or until the pods of this one serve, whichever is later.
    const until = 1_000 * (now + Math.max(this.#startupSeconds, this.#feed.stepSeconds));
    this.#newest =
      outlook === undefined
        ? tooShort(this.#samples)
        : { type: 'Available', madeAt: 1_000 * now, until, outlook };
  }
}

const tooShort = (samples: number): ForecastInput => ({
  type: 'Unavailable',
  reason: 'HistoryTooShort',
  message: `${samples} samples were seen so far.`,
});
