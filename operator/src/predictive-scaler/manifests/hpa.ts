import {
  apiVersion,
  modeEffect,
  type PredictiveScaler,
  predictiveScalerKind,
  scalerChildName,
  scalerLabels,
  scalingMetrics,
} from '@pricecast/crds';
import { controllerReference, type Manifest } from '@pricecast/kube';
import { toleranceOf } from '../live-scaler.ts';
import type { ObservedScaler } from '../observed.ts';

/**
 * The HPA of a scaler. It never sees load or capacity: its metrics are the numbers that were decided, each per pod
 * and wanted to be 1, so that it proposes exactly them and takes the larger. Nothing here changes when the forecast,
 * the capacity or the budget does.
 */
export const makeHpa = (observed: ObservedScaler): Manifest => {
  const { metadata, spec } = observed.scaler;
  const { name, namespace, uid } = metadata;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: scalerChildName(name),
      namespace,
      labels: { ...scalerLabels(name) },
      ownerReferences: [
        controllerReference({ apiVersion, kind: predictiveScalerKind.kind, metadata: { name, uid } }),
      ],
    },
    spec: {
      scaleTargetRef: { ...spec.targetRef },
      minReplicas: spec.minReplicas,
      maxReplicas: spec.maxReplicas,
      metrics: [
        decided(name, scalingMetrics.desiredReplicas),
        decided(name, scalingMetrics.liveReplicas),
        ...cpuGuard(observed),
      ],
      behavior: behavior(observed),
    },
  };
};

/** Whether a scaler wants an HPA at all. */
export const wantsHpa = ({ spec }: PredictiveScaler): boolean =>
  modeEffect(spec).renders === 'HorizontalPodAutoscaler';

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

/** Length of the period in which a jump is possible: the HPA looks every 15 s. */
const jumpSeconds = 15;

/**
 * With tolerance 0 the HPA follows every step; inside of its usual band of 10 % it would keep the present count and
 * lose a right decision (KEP-4951). A server that dropped the field is not asked again: it would be drift for ever.
 */
const behavior = (observed: ObservedScaler) => {
  const { scaler } = observed;
  const tolerance = dropsTolerance(observed) ? {} : { tolerance: '0' };
  const { scaleUp, scaleDown } = scaler.spec.behavior;
  const jumpUp = { type: 'Pods', value: scaler.spec.maxReplicas, periodSeconds: jumpSeconds };
  const jumpDown = { type: 'Percent', value: 100, periodSeconds: jumpSeconds };
  return {
    scaleUp: { ...direction(scaleUp, jumpUp), ...tolerance },
    scaleDown: { ...direction(scaleDown, jumpDown), ...tolerance },
  };
};

type Direction = PredictiveScaler['spec']['behavior']['scaleUp'];

const direction = (
  { stabilizationWindowSeconds, selectPolicy, policies }: Direction,
  jump: object,
): Readonly<Record<string, unknown>> => ({
  stabilizationWindowSeconds,
  selectPolicy,
  policies: policies?.map((policy) => ({ ...policy })) ?? [jump],
});

/** The server has dropped the field before: the HPA lacks it, and our own status has noted so. */
const dropsTolerance = ({ scaler, hpa }: ObservedScaler): boolean => {
  const noted = scaler.status?.scaler?.tolerance;
  return hpa !== undefined && noted !== undefined && noted !== '0' && toleranceOf(hpa) !== '0';
};
