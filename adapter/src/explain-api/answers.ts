import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import { Problem } from './problem.ts';

/** The forecast of a scaler, and what it is made of. */
export function prediction(explanation: Explanation) {
  const { namespace, name: scaler, target, demand, leadTimeSeconds, forecast, model } = explanation;
  const { load, message } = explanation.decision;
  if (forecast === null) throw new Problem('NO_FORECAST', message);
  return { namespace, scaler, target, demand, leadTimeSeconds, load, forecast, model };
}

/** Which models forecast in a namespace, and how good they have been. */
export const modelsStatus = (namespace: string, explanations: readonly Explanation[]) => ({
  namespace,
  models: explanations.map(({ name: scaler, target, demand, leadTimeSeconds, model, decision }) => ({
    scaler,
    target,
    demand,
    leadTimeSeconds,
    stage: decision.stage,
    reason: decision.reason,
    model,
  })),
});

/** The newest decision of a scaler, and the last of those that led to it. */
export function scalingDecision(explanation: Explanation, decisions: readonly LoggedDecision[]) {
  const { namespace, name: scaler, target, demand, decision } = explanation;
  return { namespace, scaler, target, demand, decision, decisions };
}

/** What the pods that were decided cost for an hour, beside those that a plain HPA would have, and in sum by currency. */
export function costAnalysis(namespace: string, explanations: readonly Explanation[]) {
  const scalers = explanations.map(costOf);
  const currencies = [...new Set(scalers.map(({ currency }) => currency))].sort();
  return {
    namespace,
    scalers,
    totals: currencies.map((currency) => {
      const known = scalers.filter((one) => one.currency === currency && one.perHour !== null);
      return {
        currency,
        scalers: known.length,
        perHour: sum(known.map(({ perHour }) => perHour)),
        perHourOfPlainHpa: sum(known.map(({ perHourOfPlainHpa }) => perHourOfPlainHpa)),
      };
    }),
  };
}

function costOf({ name: scaler, cost, decision }: Explanation) {
  const { perReplicaHour } = cost;
  const { plainHpa: plain, desired } = decision;
  const perHourOfPlainHpa = plain === null || perReplicaHour === null ? null : plain * perReplicaHour;
  return {
    scaler,
    ...cost,
    perHourOfPlainHpa,
    replicas: { desired, plainHpa: plain },
  };
}

/** Unknown as soon as one part is: a sum that leaves something out looks like one that does not. */
const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
