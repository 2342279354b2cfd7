import { ForecastError } from '../forecast-error.ts';
import { kindOf, type Regressor, type RegressorKind } from '../regressors/regressor.ts';
import { sampleFrom } from '../series.ts';

/** A regressor of a series held warm, from the first remembered step on. */
export interface LoggedRegressor {
  readonly name: string;
  readonly kind: RegressorKind;
  /** Up to the newest step, or beyond it as far as it is known in advance. */
  readonly values: (number | null)[];
}

/** New values of regressors by name. */
export type RegressorSamples = Readonly<Record<string, number | null>>;

/** What is known beside a series held warm: regressors on the steps of its samples. */
export class RegressorLog {
  readonly #horizon: number;
  #regressors: readonly LoggedRegressor[];

  constructor(regressors: readonly LoggedRegressor[], horizon: number) {
    this.#horizon = horizon;
    this.#regressors = regressors;
  }

  /** @throws ForecastError `REGRESSOR_INVALID` for other lengths than those of `Regressor` */
  static open(regressors: readonly Regressor[], length: number, horizon: number): RegressorLog {
    const logged = regressors.map((regressor) => {
      const { name, values } = regressor;
      for (const value of values) checkSample(name, value);
      return { name, kind: kindOf(regressor, length, horizon), values: [...values] };
    });
    if (new Set(logged.map(({ name }) => name)).size < logged.length)
      throw new ForecastError('REGRESSOR_INVALID', 'regressors need different names');
    return new RegressorLog(logged, horizon);
  }

  get regressors(): readonly LoggedRegressor[] {
    return this.#regressors;
  }

  /** @throws ForecastError `REGRESSOR_INVALID` for a name that was not there from the beginning, or what is no number */
  check(samples: RegressorSamples): void {
    for (const [name, value] of Object.entries(samples)) {
      if (!this.#regressors.some((regressor) => regressor.name === name))
        throw new ForecastError(
          'REGRESSOR_INVALID',
          `${name} is no regressor that the series was opened with`,
        );
      checkSample(name, value);
    }
  }

  /** Takes what came with the sample that made the series `length` long; what did not come is missing. */
  add(samples: RegressorSamples, length: number): void {
    for (const { name, kind, values } of this.#regressors) {
      const given = Object.hasOwn(samples, name) ? samples[name] : undefined;
      if (given !== undefined) values.push(given);
      while (values.length < this.#reach(kind, length)) values.push(null);
    }
  }

  /** What a fit to the first `length` steps may know. */
  upTo(length: number): Regressor[] {
    return this.#regressors.map(({ name, kind, values }) => ({
      name,
      values: values.slice(0, this.#reach(kind, length)),
    }));
  }

  /** What became known with the last of `length` steps, in the order of the regressors. */
  newestAt(length: number): (number | null)[] {
    return this.#regressors.map(({ kind, values }) => values[this.#reach(kind, length) - 1] ?? null);
  }

  /** Forgets the oldest steps. */
  forget(steps: number): void {
    this.#regressors = this.#regressors.map((one) => ({ ...one, values: one.values.slice(steps) }));
  }

  #reach(kind: RegressorKind, length: number): number {
    return kind === 'Leading' ? length : length + this.#horizon;
  }
}

function checkSample(name: string, value: number | null): void {
  try {
    sampleFrom(value);
  } catch (cause) {
    throw new ForecastError('REGRESSOR_INVALID', `${name} must hold numbers and nulls`, { cause });
  }
}
