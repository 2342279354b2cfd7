import { addErrors, type Rehearsal } from '../ensemble/rehearsals.ts';
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
  readonly rehearsals: readonly Rehearsal[];
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
    return this.#question.rehearsals.length;
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
    const { rehearsals, view, lastValueError } = this.#question;
    const total = { sum: 0, count: 0 };
    for (const { origin, path } of rehearsals) addErrors(view, origin, path, total);
    if (total.count === 0 || Number.isNaN(lastValueError)) return undefined;
    const error = total.sum / total.count;
    return lastValueError > 0 ? 1 - error / lastValueError : 0;
  }
}
