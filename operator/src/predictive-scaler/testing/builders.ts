import {
  apiVersion,
  type Condition,
  type PredictiveScaler,
  type PredictiveScalerStatus,
  parsePredictiveScaler,
  predictiveScalerKind,
} from '@pricecast/crds';
import type { LiveScaledObject, ScaledObjectCondition } from '../live-scaled-object.ts';
import type { HpaCondition, LiveHpa } from '../live-scaler.ts';
import { makeHpa } from '../manifests/hpa.ts';
import { makeScaledObject } from '../manifests/scaled-object.ts';
import type { ObservedScaler } from '../observed.ts';
import type { ScalerView } from '../view.ts';

/** The moment at which tests happen. */
export const now = new Date('2026-01-02T03:04:05Z');
/** A moment a little earlier, at which things began. */
export const earlier = '2026-01-02T03:00:00Z';
export const scalerUid = '0d6a1f6e-35a4-4b6f-8a52-1f1e3ad6a8c4';

/** A stored scaler that renders an HPA, with parts of the spec replaced, defaults filled in. */
export const aScaler = (
  spec: object = {},
  status?: PredictiveScalerStatus,
  metadata: object = {},
): PredictiveScaler => {
  const parsed = parsePredictiveScaler({
    apiVersion,
    kind: predictiveScalerKind.kind,
    metadata: { name: 'shop', namespace: 'market', uid: scalerUid, generation: 2, ...metadata },
    spec: {
      targetRef: { name: 'shop' },
      maxReplicas: 5,
      mode: 'Full',
      demand: { source: 'PodMetrics', podMetrics: { metric: 'requests_total', port: 9090 } },
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

/** What is seen of a scaler whose target exists, before its HPA does. */
export const anObserved = (parts: Partial<ObservedScaler> = {}): ObservedScaler => ({
  scaler: aScaler(),
  target: { kind: 'Found', asksForCpu: true, replicas: 3 },
  hpa: undefined,
  scaledObject: undefined,
  shadow: { twin: undefined, hpa: undefined },
  keda: { kind: 'Installed' },
  scalerAddress: 'pricecast-adapter.pricecast-system.svc:9443',
  rival: undefined,
  metricApi: { kind: 'Served' },
  servesResourceMetrics: false,
  ...parts,
});

/** The HPA of a scaler as the server stores it, with conditions of its controller. */
export const aLiveHpa = (
  conditions: readonly HpaCondition[] = [
    { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale' },
    { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
  ],
  scaler: PredictiveScaler = aScaler(),
): LiveHpa => ({ ...(makeHpa(anObserved({ scaler })) as LiveHpa), status: { conditions } });

/** The ScaledObject of a scaler as the server stores it, with conditions of KEDA. */
export const aLiveScaledObject = (
  conditions: readonly ScaledObjectCondition[] = [
    { type: 'Ready', status: 'True', reason: 'ScaledObjectReady' },
  ],
  scaler: PredictiveScaler = aScaler({ scaler: 'KEDA' }),
): LiveScaledObject => ({
  ...(makeScaledObject(anObserved({ scaler })) as LiveScaledObject),
  status: { conditions },
});

/** What the adapter has written. */
export const adapterSays = (
  status: Condition['status'],
  reason: string,
  message: string,
  decision: PredictiveScalerStatus['decision'] = undefined,
): PredictiveScalerStatus => ({
  conditions: [{ type: 'DemandFresh', status, reason, message, lastTransitionTime: earlier }],
  ...(decision === undefined ? {} : { decision }),
});

/** A scaler that works, after an apply that nothing was refused in. */
export const aView = (parts: Partial<ScalerView> = {}): ScalerView => ({
  ...anObserved({
    scaler: aScaler({}, adapterSays('True', 'DemandFresh', 'Samples arrive.')),
    hpa: aLiveHpa(),
  }),
  floor: undefined,
  rehearsal: undefined,
  refusal: undefined,
  ...parts,
});
