import type { Rehearsals } from '../ensemble/rehearsals.ts';
import type { View } from '../members/member.ts';
import { bandScaleFor } from './band-scale.ts';
import { Bands } from './bands.ts';
import { WindowPeak } from './window-peak.ts';

/** What past forecasts were at one moment, and what became of them. */
export interface CalibrationQuestion {
  readonly view: View;
  readonly horizon: number;
  readonly season: number | undefined;
  readonly nonNegative: boolean;
  readonly rehearsals: Rehearsals;
  /** Mean absolute error of the last value. */
  readonly lastValueError: number;
}

/** Quantiles learnt from past forecasts; what is not asked for is not computed. */
export class Calibration {
  readonly #question: CalibrationQuestion;
  #bands: Bands | undefined;
  readonly #peaks = new Map<number, WindowPeak>();

  constructor(question: CalibrationQuestion) {
    this.#question = question;
  }

  get origins(): number {
    return this.#question.rehearsals.count;
  }

  get bands(): Bands {
    this.#bands ??= new Bands({ ...this.#question, scale: bandScaleFor(this.#question.nonNegative) });
    return this.#bands;
  }

  peak(window: number): WindowPeak {
    let peak = this.#peaks.get(window);
    if (peak === undefined) {
      peak = new WindowPeak({ ...this.#question, window, scale: bandScaleFor(this.#question.nonNegative) });
      this.#peaks.set(window, peak);
    }
    return peak;
  }

  /** 1 − mean absolute error ÷ that of the last value over the rehearsals; undefined without any. */
  get skill(): number | undefined {
    const { rehearsals, view, horizon, lastValueError } = this.#question;
    let sum = 0;
    let count = 0;
    for (let index = 0; index < rehearsals.count; index += 1) {
      const origin = rehearsals.originOf(index);
      for (let ahead = 0; ahead < horizon && origin + ahead < view.length; ahead += 1) {
        if (view.known[origin + ahead] !== 1) continue;
        sum += Math.abs(rehearsals.at(index, ahead) - (view.values[origin + ahead] as number));
        count += 1;
      }
    }
    if (count === 0 || Number.isNaN(lastValueError)) return undefined;
    return lastValueError > 0 ? 1 - sum / count / lastValueError : 0;
  }
}
