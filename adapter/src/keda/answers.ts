import { scalingMetrics } from '@pricecast/crds';
import { quantityOf } from '../metric-api/quantity.ts';
import { type Figure, freshOrMissing } from '../snapshot/figure.ts';
import type { PublishedWorld, ScalerSnapshot, ScalingMetric } from '../snapshot/scaler-snapshot.ts';
import type {
  GetMetricSpecResponse,
  GetMetricsRequest,
  GetMetricsResponse,
  IsActiveResponse,
  ScaledObjectRef,
} from './contract.ts';
import { type Outcome, refuse } from './outcome.ts';
import { readTrigger, type Trigger } from './trigger.ts';

/** What is served, and the time in milliseconds since the epoch. */
export interface Served {
  readonly world: Pick<PublishedWorld, 'scalersOf'>;
  readonly now: number;
}

/**
 * The metric of a trigger. It says nothing about the value, so it does not need one: KEDA asks on every poll, and an
 * HPA whose metrics came and went would forget what it knew.
 */
export function metricSpec(ref: ScaledObjectRef | null): Outcome<GetMetricSpecResponse> {
  const trigger = readTrigger(ref);
  if (!trigger.ok) return trigger;
  const { metric, target } = trigger.value;
  const spec = { metricName: metric, targetSize: Math.ceil(target), targetSizeFloat: target };
  return { ok: true, value: { metricSpecs: [spec] } };
}

/** The value of a trigger's metric. KEDA lower-cases names on the way, so they are compared without their case. */
export function metricValues(
  { scaledObjectRef, metricName }: GetMetricsRequest,
  served: Served,
): Outcome<GetMetricsResponse> {
  const trigger = readTrigger(scaledObjectRef);
  if (!trigger.ok) return trigger;
  const { metric } = trigger.value;
  if (metricName.toLowerCase() !== metric)
    return refuse('NOT_FOUND', `the trigger is for ${metric}, not for ${metricName.slice(0, 100)}`);
  const snapshot = snapshotOf(trigger.value, served);
  if (!snapshot.ok) return snapshot;
  const figure = figureIn(snapshot.value, metric, served);
  if (!figure.ok) return figure;
  const { value } = figure;
  const values = {
    metricName: metric,
    metricValue: Math.ceil(value),
    metricValueFloat: inThousandths(value),
  };
  return { ok: true, value: { metricValues: [values] } };
}

/** Whether there have to be pods: when any are wanted, by the load that there is or by the one that is forecast. */
export function activity(ref: ScaledObjectRef | null, served: Served): Outcome<IsActiveResponse> {
  const trigger = readTrigger(ref);
  if (!trigger.ok) return trigger;
  const snapshot = snapshotOf(trigger.value, served);
  if (!snapshot.ok) return snapshot;
  const wanted = [scalingMetrics.desiredReplicas, scalingMetrics.liveReplicas].map((metric) =>
    figureIn(snapshot.value, metric, served),
  );
  const failure = wanted.find((outcome) => !outcome.ok);
  if (failure !== undefined && !failure.ok) return failure;
  return { ok: true, value: { result: wanted.some((outcome) => outcome.ok && outcome.value > 0) } };
}

/** KEDA writes `%.3f`: what is more than nothing must not become nothing. */
const inThousandths = (value: number): number => (value > 0 ? Math.max(0.001, value) : 0);

function snapshotOf({ namespace, scaler }: Trigger, { world }: Served): Outcome<ScalerSnapshot> {
  const found = world.scalersOf(namespace).find((one) => one.scaler.name === scaler);
  if (found !== undefined) return { ok: true, value: found };
  const told = `PredictiveScaler ${scaler} of namespace ${namespace} does not exist or was not decided about yet`;
  return refuse('NOT_FOUND', told);
}

function figureIn(snapshot: ScalerSnapshot, metric: ScalingMetric, { now }: Served): Outcome<number> {
  const scaler = snapshot.scaler.name;
  const figure: Figure = freshOrMissing(snapshot.figures[metric], snapshot.maxAgeSeconds, now);
  if (figure.kind === 'Missing')
    return refuse('FAILED_PRECONDITION', `no ${metric} of scaler ${scaler}: ${figure.message}`);
  return quantityOf(figure.value) === undefined
    ? refuse('FAILED_PRECONDITION', `no ${metric} of scaler ${scaler}: the value is no quantity`)
    : { ok: true, value: figure.value };
}
