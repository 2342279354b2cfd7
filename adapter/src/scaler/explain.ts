import { coverageOf, quantile, skillPercent } from '@pricecast/decision';
import type { Explanation } from '../snapshot/explanation.ts';
import { type Conclusion, leadTimeSeconds } from './conclude.ts';
import { type Observation, seenAt } from './observation.ts';

/** Why a scaler wants the pods that it wants: its newest conclusion, without the decision itself. */
export function explanationOf(
  conclusion: Conclusion,
  observation: Observation,
  historySeconds: number,
): Omit<Explanation, 'decision'> {
  const { scaler } = observation;
  const { kind, name } = scaler.spec.targetRef;
  return {
    namespace: scaler.metadata.namespace,
    name: scaler.metadata.name,
    target: { kind, name },
    demand: demandOf(observation),
    leadTimeSeconds: leadTimeSeconds(conclusion.memory, observation),
    model: modelOf(conclusion, observation, historySeconds),
    forecast: forecastOf(conclusion, observation),
    cost: costOf(conclusion, observation),
  };
}

function demandOf(observation: Observation): Explanation['demand'] {
  const { reading, regressors, scaler } = observation;
  const at = seenAt(observation);
  return {
    source: scaler.spec.demand.source,
    seenAt: at === undefined ? null : new Date(at).toISOString(),
    fault: reading.kind === 'Missing' ? reading.what : null,
    regressors: regressors.map(({ name, kind, seenAt, fault = null }) => ({
      ...{ name, source: kind, fault },
      seenAt: seenAt === undefined ? null : new Date(seenAt).toISOString(),
    })),
  };
}

function modelOf(
  { memory }: Conclusion,
  { forecast }: Observation,
  historySeconds: number,
): Explanation['model'] {
  if (forecast?.answer.kind !== 'Made') return null;
  const { model: name, notes } = forecast.answer;
  const skill = skillPercent(memory.gate);
  return {
    name,
    skill: skill === undefined ? null : skill / 100,
    coverage: coverageOf(memory.gate) ?? null,
    armed: memory.gate.armed,
    historySeconds,
    notes,
  };
}

function forecastOf({ memory }: Conclusion, observation: Observation): Explanation['forecast'] {
  const { forecast } = observation;
  if (forecast?.answer.kind !== 'Made') return null;
  const { outlook } = forecast.answer;
  const instant = (at: number) => new Date(at).toISOString();
  return {
    madeAt: instant(forecast.madeAt),
    from: instant(forecast.madeAt + 1_000 * leadTimeSeconds(memory, observation)),
    until: instant(forecast.until),
    median: quantile(outlook, 0.5),
    upper: quantile(outlook, 0.9),
    maximum: outlook,
  };
}

function costOf({ decision }: Conclusion, { prices }: Observation): Explanation['cost'] {
  const { currency, perReplicaHour = null } = prices;
  const { desiredReplicas, figures } = decision;
  const perHour =
    perReplicaHour === null || desiredReplicas === undefined ? null : perReplicaHour * desiredReplicas;
  return { currency, perReplicaHour, perHour, score: figures.costScore ?? null };
}
