import type { PredictiveScaler } from '@pricecast/crds';
import type { Target } from '../cluster/targets.ts';
import type { Reading } from '../demand/reading.ts';
import type { StepAnswer } from '../forecasting/forecast-answer.ts';
import type { RegressorView } from '../regressors/regressor-view.ts';

/** The newest forecast, and the time that it speaks of; milliseconds since the epoch. */
export interface CurrentForecast {
  readonly answer: StepAnswer['forecast'];
  readonly madeAt: number;
  readonly until: number;
}

/** Everything that one decision of a scaler rests on, besides its memory. */
export interface Observation {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly scaler: PredictiveScaler;
  readonly target: Target | undefined;
  readonly reading: Reading;
  readonly forecast: CurrentForecast | undefined;
  /** How the series stand that lead the demand. */
  readonly regressors: readonly RegressorView[];
  readonly prices: Prices;
}

/** What a pod of the target costs. */
export interface Prices {
  readonly currency: string;
  /** Absent where no price is known. */
  readonly perReplicaHour: number | undefined;
}

/** When the source of the demand gave something for the last time; milliseconds since the epoch. */
export function seenAt({ now, reading }: Pick<Observation, 'now' | 'reading'>): number | undefined {
  if (reading.kind === 'Value') return reading.at;
  return reading.kind === 'Missing' ? reading.lastSeen : now;
}
