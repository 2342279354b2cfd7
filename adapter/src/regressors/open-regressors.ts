import type { PredictiveScaler } from '@pricecast/crds';
import type { Clock } from '@pricecast/kube';
import type { DemandSource } from '../demand/reading.ts';
import type { HistoryStore, Owner } from '../history/history-store.ts';
import { HistoryWriter } from '../history/history-writer.ts';
import type { Slots } from '../history/slots.ts';
import { identityOf, type RegressorSpec } from './regressor-identity.ts';
import { RegressorSeries } from './regressor-series.ts';

/** Opens the source of a regressor of a scaler. */
export type OpenRegressor = (scaler: PredictiveScaler, regressor: RegressorSpec) => DemandSource;

/** What the regressors of a scaler are opened with. */
export interface OpenRegressorsParts {
  readonly owner: Owner;
  /** Those of the demand. */
  readonly slots: Slots;
  readonly store: Pick<HistoryStore, 'load' | 'append'>;
  readonly openRegressor: OpenRegressor;
  readonly clock: Clock;
  /** Told of an error and of the regressor that it is about. */
  readonly failed: (error: unknown, regressor: string) => void;
}

/** Opens the regressors that a scaler names, each with what was kept of it. Rejects when the store does not answer. */
export const openRegressors = (
  scaler: PredictiveScaler,
  parts: OpenRegressorsParts,
): Promise<readonly RegressorSeries[]> =>
  Promise.all((scaler.spec.demand.regressors ?? []).map((regressor) => open(scaler, regressor, parts)));

/** Whose history that of a regressor is: one with other settings begins anew. */
export function ownerOf({ namespace, name, uid }: Owner, regressor: RegressorSpec): Owner {
  const { name: own, digest } = identityOf(regressor);
  return { namespace, name: `${name}/regressors/${own}`, uid: `${uid}/${digest}` };
}

async function open(
  scaler: PredictiveScaler,
  regressor: RegressorSpec,
  { owner, slots, store, openRegressor, clock, failed }: OpenRegressorsParts,
): Promise<RegressorSeries> {
  const own = ownerOf(owner, regressor);
  const kept = await store.load(own);
  const told = (error: unknown) => failed(error, regressor.name);
  const writer = new HistoryWriter({
    ...{ store, owner: own, slots, failed: told },
    atHand: () => series.series,
  });
  const series: RegressorSeries = new RegressorSeries({
    ...{ slots, clock, kept, failed: told },
    identity: identityOf(regressor),
    kind: regressor.source,
    source: openRegressor(scaler, regressor),
    lagMs:
      regressor.kafkaTopic?.valuePath === undefined ? (scaler.spec.demand.intervalSeconds * 1_000) / 2 : 0,
    recorded: (firstSlot, values) => writer.write({ firstSlot, values }),
  });
  return series;
}
