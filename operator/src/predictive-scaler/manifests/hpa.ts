import { apiVersion, type PredictiveScaler, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { type LiveHpa, toleranceOf } from '../live-scaler.ts';
import type { ObservedScaler } from '../observed.ts';
import { hasDropped, hpaBehavior } from './behavior.ts';
import { childMetadata } from './metadata.ts';

/** What the HPA that acts for a scaler and the one that rehearses for it do not share. */
export interface HpaParts {
  readonly metadata: ReturnType<typeof childMetadata>;
  readonly scaleTargetRef: Readonly<Record<'apiVersion' | 'kind' | 'name', string>>;
  /** As the server has it. */
  readonly live: LiveHpa | undefined;
  /** Tolerance that was read back from it before. */
  readonly noted: string | undefined;
  /** Metrics beside the decided numbers. */
  readonly guards: readonly object[];
}

/** The HPA that acts for a scaler. */
export const makeHpa = (observed: ObservedScaler): Manifest => {
  const { scaler, hpa } = observed;
  return hpaOf(scaler, {
    metadata: childMetadata(observed),
    scaleTargetRef: scaler.spec.targetRef,
    live: hpa,
    noted: scaler.status?.scaler?.tolerance,
    guards: cpuGuard(observed),
  });
};

/**
 * An HPA on the decisions for a scaler. It never sees load or capacity: its metrics are the numbers that were decided, each per pod
 * and wanted to be 1, so that it proposes exactly them and takes the larger. Nothing here changes when the forecast,
 * the capacity or the budget does.
 */
export const hpaOf = (scaler: PredictiveScaler, parts: HpaParts): Manifest => {
  const { spec } = scaler;
  const { name } = scaler.metadata;
  const { live, noted } = parts;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: parts.metadata,
    spec: {
      scaleTargetRef: { ...parts.scaleTargetRef },
      minReplicas: Math.max(fewestOfHpa, spec.minReplicas),
      maxReplicas: spec.maxReplicas,
      metrics: [
        decided(name, scalingMetrics.desiredReplicas),
        decided(name, scalingMetrics.liveReplicas),
        ...parts.guards,
      ],
      behavior: hpaBehavior(scaler, live !== undefined && hasDropped(noted, toleranceOf(live))),
    },
  };
};

/** An HPA puts nothing to sleep; a scaler with 0 is KEDA's, and only rehearses with an HPA. */
const fewestOfHpa = 1;

/** Object metrics, because the external metric API may belong to somebody else. */
const decided = (scaler: string, metric: string) => ({
  type: 'Object',
  object: {
    describedObject: { apiVersion, kind: predictiveScalerKind.kind, name: scaler },
    metric: { name: metric },
    target: { type: 'AverageValue', averageValue: '1' },
  },
});

/**
 * CPU may add pods whatever the forecast says. It is left out where one missing number would keep the HPA from ever
 * scaling down, and where a budget caps the pods, which CPU would pass.
 */
const cpuGuard = ({ scaler, target, servesResourceMetrics }: ObservedScaler): object[] => {
  const { capacity, cost } = scaler.spec;
  const can = servesResourceMetrics && target.kind === 'Found' && target.asksForCpu;
  if (capacity.cpuGuardPercent === undefined || cost?.budgetPerDay !== undefined || !can) return [];
  const utilization = { type: 'Utilization', averageUtilization: capacity.cpuGuardPercent };
  return [{ type: 'Resource', resource: { name: 'cpu', target: utilization } }];
};
