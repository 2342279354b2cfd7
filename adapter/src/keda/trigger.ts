import { kedaTrigger, scalingMetrics } from '@pricecast/crds';
import type { ScalingMetric } from '../snapshot/scaler-snapshot.ts';
import type { ScaledObjectRef } from './contract.ts';
import { type Outcome, refuse } from './outcome.ts';

/** What a trigger of a ScaledObject asks for. */
export interface Trigger {
  /** Of the ScaledObject, and so of the scaler. */
  readonly namespace: string;
  readonly scaler: string;
  readonly metric: ScalingMetric;
  /** Value for each pod that the HPA aims at; above 0. */
  readonly target: number;
}

/** Longest text of a trigger that is looked at, in characters. */
const longest = 253;
const metrics: readonly string[] = Object.values(scalingMetrics);
const isMetric = (name: string): name is ScalingMetric => metrics.includes(name);

/** Reads the metadata of a trigger; keys that mean nothing here, such as `scalerAddress`, are left alone. */
export function readTrigger(ref: ScaledObjectRef | null): Outcome<Trigger> {
  const { namespace = '', scalerMetadata = {} } = ref ?? {};
  const entry = (key: string) => (Object.hasOwn(scalerMetadata, key) ? scalerMetadata[key] : undefined);
  const scaler = entry(kedaTrigger.scaler) ?? '';
  const metric = (entry(kedaTrigger.metric) ?? scalingMetrics.desiredReplicas).toLowerCase();
  const targetText = entry(kedaTrigger.target) ?? '1';
  if (namespace === '') return refuse('INVALID_ARGUMENT', 'the ScaledObject names no namespace');
  if (scaler === '')
    return refuse(
      'INVALID_ARGUMENT',
      `metadata.${kedaTrigger.scaler} of the trigger must name a PredictiveScaler`,
    );
  if (namespace.length > longest || scaler.length > longest)
    return refuse('INVALID_ARGUMENT', 'a name of the trigger is longer than any name of Kubernetes');
  if (!isMetric(metric)) {
    const told = `metadata.${kedaTrigger.metric} of the trigger must be one of ${metrics.join(', ')}`;
    return refuse('INVALID_ARGUMENT', told);
  }
  const target = targetOf(targetText);
  if (target === undefined) {
    const told = `metadata.${kedaTrigger.target} of the trigger must be a number above 0, such as 1 or 0.5`;
    return refuse('INVALID_ARGUMENT', told);
  }
  return { ok: true, value: { namespace, scaler, metric, target } };
}

/** KEDA writes thousandths, so anything below would be an HPA with the target 0, which Kubernetes refuses. */
const smallestTarget = 0.001;

function targetOf(text: string): number | undefined {
  if (!/^[0-9]{1,15}(\.[0-9]{1,9})?$/.test(text)) return undefined;
  const target = Number(text);
  return target >= smallestTarget ? target : undefined;
}
