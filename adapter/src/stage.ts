import { type Check, fails, holds, type Stage } from '@pricecast/runtime';

/** What readiness is judged from. */
export interface StageView {
  readonly cachesFilled: () => boolean;
  readonly trusts: () => boolean;
  readonly scalers: () => number;
  /** Whether what was kept of every scaler is read. */
  readonly started: () => boolean;
}

/** How the adapter looks to probes: it is ready when it knows the cluster and whom to let in. */
export function adapterStage(view: StageView): Stage {
  return {
    readiness: readinessChecks(view),
    report: () => ({ stage: 'adapter', conditions: [], gauges: { scalers: view.scalers() } }),
  };
}

/** The checks of readiness, for the ops listener and for `/readyz` of the metric APIs. */
const readinessChecks = ({ cachesFilled, trusts, started }: StageView): readonly Check[] => [
  {
    name: 'caches-filled',
    check: () => (cachesFilled() ? holds : fails('Not every cache has been filled from the API server')),
  },
  {
    name: 'trust-known',
    check: () => (trusts() ? holds : fails('It is not known yet whom the API server trusts')),
  },
  {
    name: 'scalers-started',
    check: () => (started() ? holds : fails('What was kept of the scalers is not read yet')),
  },
];

/** A sentence for each thing that the adapter is not ready without. */
export const notReady = (view: StageView): readonly string[] =>
  readinessChecks(view).flatMap(({ name, check }) => {
    const result = check();
    return result.ok ? [] : [`${name}: ${result.why}`];
  });
