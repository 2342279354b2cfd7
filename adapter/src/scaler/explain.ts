import { skillPercent } from '@pricecast/decision';
import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import { type Conclusion, leadTimeSeconds } from './conclude.ts';
import type { Observation } from './observation.ts';

/** Why a scaler wants the pods that it wants: its newest conclusion, and the decisions before. */
export function explanationOf(
  conclusion: Conclusion,
  observation: Observation,
  known: {
    readonly decisions: readonly LoggedDecision[];
    readonly historySeconds: number;
    readonly stepMs: number;
  },
): Explanation {
  const { scaler } = observation;
  const { kind, name } = scaler.spec.targetRef;
  return {
    namespace: scaler.metadata.namespace,
    name: scaler.metadata.name,
    target: { kind, name },
    leadTimeSeconds: leadTimeSeconds(conclusion.memory, observation),
    model: modelOf(conclusion, observation, known.historySeconds),
    forecast: forecastOf(observation, known.stepMs / 1_000),
    cost: costOf(conclusion, observation),
    decisions: known.decisions,
  };
}

function modelOf(
  { memory }: Conclusion,
  { forecast }: Observation,
  historySeconds: number,
): Explanation['model'] {
  if (forecast?.answer.kind !== 'Made') return null;
  const { model: name, coverage, notes } = forecast.answer;
  const skill = skillPercent(memory.gate);
  return {
    name,
    skill: skill === undefined ? null : skill / 100,
    coverage: coverage ?? null,
    armed: memory.gate.armed,
    historySeconds,
    notes,
  };
}

function forecastOf({ forecast }: Observation, stepSeconds: number): Explanation['forecast'] {
  if (forecast?.answer.kind !== 'Made') return null;
  const { path, outlook } = forecast.answer;
  return {
    madeAt: new Date(forecast.madeAt).toISOString(),
    until: new Date(forecast.until).toISOString(),
    stepSeconds,
    median: path.median,
    upper: path.upper,
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
