import { zoneOffsets } from '../season/local-clock.ts';
import type { Series } from '../series.ts';
import { type Feature, featureNamed, localSecondsAt, seedFeatures } from './feature.ts';

/** Which features a table has, and whose clock they follow. */
export interface FeatureRequest {
  /** Names in the order of the columns; the seven of the seeds where absent. */
  readonly features?: readonly string[];
  /** IANA zone of the hours and days; UTC where absent. */
  readonly timeZone?: string;
}

/**
 * Features of the moments of one series. A row is known before the value of its moment is, so that a model which
 * learns values from rows may forecast the next value from the next row.
 */
export class FeatureTable {
  readonly names: readonly string[];
  readonly #features: readonly Feature[];
  readonly #localSeconds: (time: number) => number;

  /** @throws ForecastError `REQUEST_INVALID` for a name that is none */
  constructor(
    { stepSeconds, startSeconds }: Pick<Series, 'stepSeconds' | 'startSeconds'>,
    { features = seedFeatures, timeZone }: FeatureRequest = {},
  ) {
    this.names = features;
    this.#features = features.map(featureNamed);
    const clock = {
      stepSeconds,
      ...(startSeconds === undefined ? {} : { startSeconds }),
      offsetAt: zoneOffsets(timeZone),
    };
    this.#localSeconds = (time) => localSecondsAt(time, clock);
  }

  /** Writes the row of the value at index `time`, reading only values before it; NaN where history is missing. */
  write(values: Float64Array, time: number, row: Float64Array): void {
    const moment = { time, localSeconds: this.#localSeconds(time) };
    for (let column = 0; column < this.#features.length; column += 1)
      row[column] = (this.#features[column] as Feature)(values, moment);
  }

  /** Rows of all values, one after another. */
  rows(values: Float64Array): Float64Array {
    const cells = new Float64Array(values.length * this.names.length);
    for (let time = 0; time < values.length; time += 1)
      this.write(values, time, cells.subarray(time * this.names.length, (time + 1) * this.names.length));
    return cells;
  }
}
