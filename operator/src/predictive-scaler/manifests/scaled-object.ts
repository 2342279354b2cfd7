import { adapterNames, kedaTrigger, scalingMetrics } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { scaledObjectTolerance } from '../live-scaled-object.ts';
import type { ObservedScaler } from '../observed.ts';
import { hasDropped, hpaBehavior } from './behavior.ts';
import { childMetadata } from './metadata.ts';

/**
 * The ScaledObject of a scaler. KEDA makes an HPA of it that reads the two decided numbers from the adapter, and by the
 * pushed trigger it wakes the target before the forecast demand. The last pod goes when the others would, after the
 * window for fewer. There is no fallback in it: where nothing is known, KEDA keeps the pods that there are.
 */
export const makeScaledObject = (observed: ObservedScaler): Manifest => {
  const { scaler, scaledObject, scalerAddress } = observed;
  const { metadata, spec } = scaler;
  const { name } = metadata;
  const downSeconds = spec.behavior.scaleDown.stabilizationWindowSeconds;
  const noted = scaler.status?.scaler?.tolerance;
  const dropped = scaledObject !== undefined && hasDropped(noted, scaledObjectTolerance(scaledObject));
  const trigger = (type: string, metric: string) => ({
    type,
    metricType: 'AverageValue',
    metadata: {
      scalerAddress,
      [kedaTrigger.scaler]: name,
      [kedaTrigger.metric]: metric,
      [kedaTrigger.target]: '1',
    },
    authenticationRef: { kind: 'ClusterTriggerAuthentication', name: adapterNames.kedaAuthentication },
  });
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: childMetadata(observed),
    spec: {
      scaleTargetRef: { ...spec.targetRef },
      minReplicaCount: spec.minReplicas,
      maxReplicaCount: spec.maxReplicas,
      cooldownPeriod: downSeconds,
      // Else KEDA takes pods away at once that it finds and that nothing has wanted since it was asked.
      initialCooldownPeriod: downSeconds,
      triggers: [
        trigger('external-push', scalingMetrics.desiredReplicas),
        trigger('external', scalingMetrics.liveReplicas),
      ],
      advanced: { horizontalPodAutoscalerConfig: { behavior: hpaBehavior(scaler, dropped) } },
    },
  };
};
