import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import { Problem } from './problem.ts';

/** The forecast of a scaler, and what it is made of. */
export function prediction(explanation: Explanation) {
  const { namespace, name: scaler, target, demand, leadTimeSeconds, forecast, model } = explanation;
  const newest = explanation.decisions.at(-1);
  if (forecast === null)
    throw new Problem('NO_FORECAST', newest?.message ?? 'The scaler has not forecast anything yet');
  const load = newest?.load ?? null;
  return { namespace, scaler, target, demand, leadTimeSeconds, load, forecast, model };
}

/** Which models forecast in a namespace, and how good they have been. */
export const modelsStatus = (namespace: string, explanations: readonly Explanation[]) => ({
  namespace,
  models: explanations.map(({ name: scaler, target, demand, leadTimeSeconds, model, decisions }) => ({
    scaler,
    target,
    demand,
    leadTimeSeconds,
    stage: decisions.at(-1)?.stage ?? null,
    reason: decisions.at(-1)?.reason ?? null,
    model,
  })),
});

/** The newest decision of a scaler, and so many before it. */
export function scalingDecision(explanation: Explanation, limit: number) {
  const { namespace, name: scaler, target, demand, decisions } = explanation;
  const decision = decisions.at(-1);
  if (decision === undefined)
    throw new Problem('SCALER_UNKNOWN', `Scaler ${scaler} has not decided anything yet`);
  return { namespace, scaler, target, demand, decision, decisions: decisions.slice(-limit) };
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

function costOf({ name: scaler, cost, decisions }: Explanation) {
  const newest: LoggedDecision | undefined = decisions.at(-1);
  const { perReplicaHour } = cost;
  const plain = newest?.plainHpa ?? null;
  const perHourOfPlainHpa = plain === null || perReplicaHour === null ? null : plain * perReplicaHour;
  return {
    scaler,
    ...cost,
    perHourOfPlainHpa,
    replicas: { desired: newest?.desired ?? null, plainHpa: plain },
  };
}

/** Unknown as soon as one part is: a sum that leaves something out looks like one that does not. */
const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
