import { apiVersion, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { toleranceOf } from '../live-scaler.ts';
import type { ObservedScaler } from '../observed.ts';
import { hasDropped, hpaBehavior } from './behavior.ts';
import { childMetadata } from './metadata.ts';

/**
 * The HPA of a scaler. It never sees load or capacity: its metrics are the numbers that were decided, each per pod
 * and wanted to be 1, so that it proposes exactly them and takes the larger. Nothing here changes when the forecast,
 * the capacity or the budget does.
 */
export const makeHpa = (observed: ObservedScaler): Manifest => {
  const { scaler } = observed;
  const { metadata, spec } = scaler;
  const { name } = metadata;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: childMetadata(observed),
    spec: {
      scaleTargetRef: { ...spec.targetRef },
      minReplicas: spec.minReplicas,
      maxReplicas: spec.maxReplicas,
      metrics: [
        decided(name, scalingMetrics.desiredReplicas),
        decided(name, scalingMetrics.liveReplicas),
        ...cpuGuard(observed),
      ],
      behavior: hpaBehavior(scaler, dropsTolerance(observed)),
    },
  };
};

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

const dropsTolerance = ({ scaler, hpa }: ObservedScaler): boolean =>
  hpa !== undefined && hasDropped(scaler, toleranceOf(hpa));
