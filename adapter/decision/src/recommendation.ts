import type { Decision } from './decision.ts';
import type { Limit } from './reason.ts';
import type { DecisionSettings } from './settings.ts';

/** What a row of decisions was like; plain JSON. */
export interface Experience {
  readonly decisions: number;
  readonly limited: Readonly<Partial<Record<Limit, number>>>;
  readonly withoutNumber: number;
  readonly capacityUnknown: number;
  readonly observing: number;
  /** Replicas wanted, and replicas that the plain HPA would have wanted, added up where both are known. */
  readonly desired: number;
  readonly plain: number;
}

/** No decision seen. */
export const noExperience: Experience = {
  decisions: 0,
  limited: {},
  withoutNumber: 0,
  capacityUnknown: 0,
  observing: 0,
  desired: 0,
  plain: 0,
};

/** Takes in one decision. */
export function experienced(before: Experience, { reason, limitedBy, ...decision }: Decision): Experience {
  const { desiredReplicas, figures } = decision;
  const limited = { ...before.limited };
  for (const limit of limitedBy) limited[limit] = (limited[limit] ?? 0) + 1;
  const compared = desiredReplicas !== undefined && figures.plainHpaReplicas !== undefined;
  return {
    decisions: before.decisions + 1,
    limited,
    withoutNumber: before.withoutNumber + (desiredReplicas === undefined ? 1 : 0),
    capacityUnknown: before.capacityUnknown + (reason === 'CapacityUnknown' ? 1 : 0),
    observing: before.observing + (reason === 'Observing' ? 1 : 0),
    desired: before.desired + (compared ? (desiredReplicas ?? 0) : 0),
    plain: before.plain + (compared ? (figures.plainHpaReplicas ?? 0) : 0),
  };
}

/** Something that a person could change for the better. The list is closed. */
export interface Recommendation {
  readonly kind:
    | 'RaiseMaxReplicas'
    | 'LowerMinReplicas'
    | 'AddPartitions'
    | 'SpreadKeys'
    | 'RaiseBudget'
    | 'SetTolerance'
    | 'MendDemand'
    | 'GiveCapacity'
    | 'SwitchOn';
  readonly message: string;
}

/** Decisions before anything is recommended: an hour at one each 15 s. */
const fewestDecisions = 240;

/** What the settings could do better, by the share of the decisions in which something stood in the way. */
export function recommendations(seen: Experience, settings: DecisionSettings): readonly Recommendation[] {
  if (seen.decisions < fewestDecisions) return [];
  const share = (count: number | undefined) => (count ?? 0) / seen.decisions;
  const saved = seen.plain > 0 ? 1 - seen.desired / seen.plain : 0;
  const { limited } = seen;
  const found: readonly (readonly [boolean, Recommendation['kind'], string])[] = [
    [
      share(limited.MaxReplicas) > 0.01,
      'RaiseMaxReplicas',
      `maxReplicas ${settings.maxReplicas} held ${percent(share(limited.MaxReplicas))} of the decisions back: raise it.`,
    ],
    [
      settings.minReplicas > 1 && share(limited.MinReplicas) > 0.5,
      'LowerMinReplicas',
      `minReplicas ${settings.minReplicas} is more than the load needs in ${percent(share(limited.MinReplicas))} of the decisions: lower it.`,
    ],
    [
      share(limited.Partitions) > 0.01,
      'AddPartitions',
      `The topic had too few partitions in ${percent(share(limited.Partitions))} of the decisions: add some.`,
    ],
    [
      share(limited.HotPartition) > 0.05,
      'SpreadKeys',
      `One partition carried more than a replica serves in ${percent(share(limited.HotPartition))} of the decisions: spread its keys.`,
    ],
    [
      share(limited.Budget) > 0.01,
      'RaiseBudget',
      `The budget took replicas away in ${percent(share(limited.Budget))} of the decisions: raise it, or accept more risk.`,
    ],
    [
      share(limited.HpaTolerance) > 0.05,
      'SetTolerance',
      'The HPA keeps a tolerance, which costs replicas: let it be 0 (Kubernetes 1.35 and later).',
    ],
    [
      share(seen.withoutNumber) > 0.01,
      'MendDemand',
      `There was no number in ${percent(share(seen.withoutNumber))} of the decisions: see why samples are missing.`,
    ],
    [
      share(seen.capacityUnknown) > 0.9,
      'GiveCapacity',
      'What one replica serves was hardly ever known: give capacity.loadPerReplica, or let it be loaded once.',
    ],
    [
      share(seen.observing) > 0.9 && saved > 0.05,
      'SwitchOn',
      `The decisions would have needed ${percent(saved)} fewer replicas than a plain HPA: switch mode Floor or Full on.`,
    ],
  ];
  return found.flatMap(([applies, kind, message]) => (applies ? [{ kind, message }] : []));
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
