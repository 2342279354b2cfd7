import { scalingMetrics } from '@pricecast/crds';
import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import { known } from '../snapshot/figure.ts';
import type { NamedObject, PublishedWorld, ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';

/** The moment at which the figures of tests were produced. */
export const producedAt = Date.UTC(2026, 2, 1, 10, 0, 0);

/** A scaler that has published, changed by what a test is about. */
export function aSnapshot(change: Partial<ScalerSnapshot> = {}, name = 'checkout'): ScalerSnapshot {
  const at = producedAt;
  return {
    scaler: {
      apiVersion: 'pricecast.dev/v1alpha1',
      kind: 'PredictiveScaler',
      namespace: 'shop',
      name,
      labels: { team: 'web' },
    },
    target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'checkout', labels: {} },
    targetResource: 'deployments.apps',
    maxAgeSeconds: 30,
    figures: {
      [scalingMetrics.desiredReplicas]: known(7, at),
      [scalingMetrics.liveReplicas]: known(3, at),
      [scalingMetrics.predictedLoad]: known(137.5, at),
      [scalingMetrics.observedLoad]: known(60, at),
      [scalingMetrics.costScore]: known(0.42, at),
    },
    predictedPods: known(2.75, at),
    ...change,
  };
}

/** A decision for seven pods. */
export const aDecision: LoggedDecision = {
  at: '2026-03-01T10:00:00.000Z',
  sampledAt: '2026-03-01T10:00:00.000Z',
  load: 60,
  median: 110,
  forecast: 137.5,
  capacity: 20,
  present: 3,
  ready: 3,
  desired: 7,
  live: 3,
  plainHpa: 5,
  armed: true,
  stage: 'Full',
  reason: 'Forecast',
  limitedBy: [],
  message: '7 replicas wanted, 3 present, 3 ready.',
};

/** Why a scaler wants seven pods. */
export const anExplanation = (name: string): Explanation => ({
  namespace: 'shop',
  name,
  target: { kind: 'Deployment', name: 'checkout' },
  demand: { source: 'Http', seenAt: '2026-03-01T10:00:00.000Z', fault: null, regressors: [] },
  leadTimeSeconds: 31,
  model: { name: 'ensemble', skill: 0.8, coverage: 0.9, armed: true, historySeconds: 9_600, notes: [] },
  forecast: null,
  cost: { currency: 'USD', perReplicaHour: 0.05, perHour: 0.35, score: 0.43 },
  decision: aDecision,
});

/** A pod of a target. */
export const aPod = (name: string, labels: NamedObject['labels'] = { app: 'checkout' }): NamedObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name,
  labels,
});

/** A world of these scalers, each with these serving pods. */
export const aWorld = (
  snapshots: readonly ScalerSnapshot[],
  pods: readonly NamedObject[] = [],
): PublishedWorld => ({
  scalersOf: (namespace) => snapshots.filter(({ scaler }) => scaler.namespace === namespace),
  readyPodsOf: () => pods,
  explanationsOf: (namespace) =>
    snapshots
      .filter(({ scaler }) => scaler.namespace === namespace)
      .map(({ scaler }) => anExplanation(scaler.name)),
  decisionsOf: () => [aDecision],
});
