import type { PredictiveScaler } from '@pricecast/crds';

/** Length of the period in which a jump is possible: the HPA looks every 15 s. */
const jumpSeconds = 15;

/**
 * Behaviour of the HPA that acts for a scaler, our own or that of KEDA. With tolerance 0 it follows every step; inside
 * of its usual band of 10 % it would keep the present count and lose a right decision (KEP-4951). A server that dropped
 * the field is not asked again: it would be drift for ever.
 */
export const hpaBehavior = ({ spec }: PredictiveScaler, dropsTolerance: boolean) => {
  const tolerance = dropsTolerance ? {} : { tolerance: '0' };
  const { scaleUp, scaleDown } = spec.behavior;
  const jumpUp = { type: 'Pods', value: spec.maxReplicas, periodSeconds: jumpSeconds };
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

/** Whether the server has dropped the field before: the live object lacks it, and our own status has noted so. */
export const hasDropped = (noted: string | undefined, liveTolerance: string): boolean =>
  noted !== undefined && noted !== '0' && liveTolerance !== '0';
