import { secondTime } from '../time/micro-time.ts';

/** Tells whether something is so, is not so, or cannot be told. */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** A condition as KEP-1623 defines it. */
export interface Condition {
  type: string;
  status: ConditionStatus;
  /** One CamelCase word of a closed list. */
  reason: string;
  /** A sentence for people. */
  message: string;
  /** Generation of the spec that this was observed for. */
  observedGeneration: number;
  /** When `status` last changed; RFC 3339, seconds. */
  lastTransitionTime: string;
}

/** What a controller has found out; the rest of a condition follows from history and time. */
export interface ObservedCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
}

/** The longest message that is kept, in characters; a condition is not a log. */
const LONGEST_MESSAGE = 1_024;

/** When and for which generation conditions were observed. */
export interface Observation {
  readonly generation: number;
  readonly now: Date;
}

/** The condition that follows on `before`: its transition time moves only when the status does. */
export function nextCondition(
  before: Condition | undefined,
  observed: ObservedCondition,
  { generation, now }: Observation,
): Condition {
  return {
    type: observed.type,
    status: observed.status,
    reason: observed.reason,
    message: observed.message.slice(0, LONGEST_MESSAGE),
    observedGeneration: generation,
    lastTransitionTime:
      before !== undefined && before.status === observed.status ? before.lastTransitionTime : secondTime(now),
  };
}

/** The list with one condition set, in its place or at the end. */
export function setCondition(
  conditions: readonly Condition[],
  observed: ObservedCondition,
  observation: Observation,
): Condition[] {
  const before = conditions.find(({ type }) => type === observed.type);
  const next = nextCondition(before, observed, observation);
  return before === undefined
    ? [...conditions, next]
    : conditions.map((condition) => (condition === before ? next : condition));
}

/**
 * The conditions to write: one for each observed type and in that order, with the history of `before`. Types that
 * were not observed are left out, which removes those that are shown only while they are true.
 */
export function mergeConditions(
  before: readonly Condition[],
  observed: readonly ObservedCondition[],
  observation: Observation,
): Condition[] {
  const known = new Map(before.map((condition) => [condition.type, condition]));
  return observed.map((condition) => nextCondition(known.get(condition.type), condition, observation));
}
