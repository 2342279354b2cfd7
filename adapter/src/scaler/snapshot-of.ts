import { scalingMetrics } from '@pricecast/crds';
import { quantile } from '@pricecast/decision';
import { type Figure, known, missing } from '../snapshot/figure.ts';
import type { ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';
import type { Conclusion } from './conclude.ts';
import type { Observation } from './observation.ts';

/** Samples older than so many intervals are refused. */
const intervals = 2;
/** Quantile of the maximum over the lead time that is served as the predicted load. */
const servedLevel = 0.9;

/** What is served of a conclusion; undefined while the target is not there. */
export function snapshotOf(conclusion: Conclusion, observation: Observation): ScalerSnapshot | undefined {
  const { scaler, target } = observation;
  if (target === undefined) return undefined;
  const { name, namespace, labels } = scaler.metadata;
  return {
    scaler: { apiVersion: scaler.apiVersion, kind: scaler.kind, namespace, name, labels: labels ?? {} },
    target: target.object,
    targetResource: target.resource,
    maxAgeSeconds: intervals * scaler.spec.demand.intervalSeconds,
    figures: figuresOf(conclusion, observation),
    predictedPods: predictedPods(conclusion),
  };
}

function figuresOf({ input, decision }: Conclusion, { reading }: Observation): ScalerSnapshot['figures'] {
  const at = input.sample?.at ?? 0;
  const cause = reading.kind === 'Missing' ? ` ${reading.what}.` : '';
  const decided = (value: number | undefined): Figure =>
    value === undefined ? missing(decision.reason, `${decision.message}${cause}`) : known(value, at);
  const observed = input.sample === undefined ? decided(undefined) : known(input.sample.load, at);
  return {
    [scalingMetrics.desiredReplicas]: decided(decision.desiredReplicas),
    [scalingMetrics.liveReplicas]: decided(decision.liveReplicas),
    [scalingMetrics.predictedLoad]: predictedLoad({ input }),
    [scalingMetrics.observedLoad]: observed,
    [scalingMetrics.costScore]: decided(decision.figures.costScore),
  };
}

/** Upper forecast of the load over the lead time, whether it acts or not. */
function predictedLoad({ input }: Pick<Conclusion, 'input'>): Figure {
  const { forecast, sample } = input;
  if (forecast.type === 'Unavailable') return missing(forecast.reason, forecast.message);
  return known(quantile(forecast.outlook, servedLevel), sample?.at ?? forecast.madeAt);
}

/**
 * Pods' worth of load that users of `predicted_cpu_utilization` scale on: the larger of forecast and newest sample,
 * and the sample alone while the forecast is not armed.
 */
function predictedPods({ input, decision }: Conclusion): Figure {
  const { sample, capacity, forecast, armed } = input;
  if (sample === undefined || decision.desiredReplicas === undefined)
    return missing(decision.reason, decision.message);
  if (capacity.type === 'Unknown' || capacity.type === 'AtLeast')
    return missing('CapacityUnknown', 'what one pod serves is not known yet; set spec.capacity');
  const ahead = armed && forecast.type === 'Available' ? quantile(forecast.outlook, servedLevel) : 0;
  return known(Math.max(sample.load, ahead) / capacity.loadPerReplica, sample.at);
}
