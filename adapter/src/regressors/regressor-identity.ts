import { createHash } from 'node:crypto';
import type { PredictiveScaler } from '@pricecast/crds';
import type { TrackRegressor } from '../forecasting/forecast-answer.ts';

/** How a scaler describes a series that leads its demand. */
export type RegressorSpec = NonNullable<PredictiveScaler['spec']['demand']['regressors']>[number];

/** What tells a regressor from another one: read elsewhere, it is another series under the same name. */
export function identityOf(regressor: RegressorSpec): TrackRegressor {
  const digest = createHash('sha256').update(JSON.stringify(regressor)).digest('hex').slice(0, 16);
  return { name: regressor.name, digest };
}
