import type { Decision, DecisionInput } from './decision.ts';
import { decisionReasons, type Limit } from './reason.ts';

const limits: Readonly<Record<Limit, string>> = {
  MinReplicas: 'minReplicas keeps it from being less',
  MaxReplicas: 'maxReplicas keeps it from being more',
  Partitions: 'more replicas than partitions would stand idle',
  HotPartition: 'one partition alone carries more than one replica serves, and more replicas cannot help it',
  RiskRelaxed: 'pods count as dearer than the risk asked would have it, so that the budget of the day lasts',
  Budget: 'the budget of the day keeps it from being more',
  BudgetBelowMinimum: 'minReplicas alone costs more than is left of the budget of the day',
  HpaTolerance: 'it steps past the tolerance of the HPA',
};

/** The decision as a sentence for people: what, why, and what limits it. */
export function sentence(
  input: DecisionInput,
  { desiredReplicas, reason, limitedBy }: Pick<Decision, 'desiredReplicas' | 'reason' | 'limitedBy'>,
): string {
  const meaning =
    input.forecast.type === 'Unavailable' && reason === input.forecast.reason ? input.forecast.message : '';
  const why = meaning === '' ? decisionReasons[reason] : `${meaning} ${decisionReasons[reason]}`;
  if (desiredReplicas === undefined) return why;
  const limit = limitedBy.map((one) => ` Also: ${limits[one]}.`).join('');
  const { current, ready } = input.replicas;
  return `${desiredReplicas} replicas wanted, ${current} present, ${ready} ready. ${why}${limit}`;
}
