import type { CapacityInput } from './decision.ts';
import type { Instant } from './sample.ts';

/** What was seen of a workload over one interval. */
export interface CapacityObservation {
  readonly at: Instant;
  /** Hash of the pod template: another template may serve more or less. */
  readonly template: string;
  /** Load served by all ready replicas, in the unit of the demand. */
  readonly served: number;
  /** Replicas that were ready for the whole interval. */
  readonly ready: number;
  /** Whether work waited all through the interval, so that the replicas served what they can. */
  readonly backlog: boolean;
  /** Utilisation of the replicas from 0 to 1, where it is measured. */
  readonly utilization?: number;
}

/** What is known about one pod template. */
interface TemplateMemory {
  readonly template: string;
  /** When it was first asked for. */
  readonly since?: Instant;
  /** Newest loads per replica under backlog, oldest first. */
  readonly saturated: readonly number[];
  /** Newest loads per replica ÷ utilisation without backlog, oldest first. */
  readonly extrapolated: readonly number[];
  /** Largest load per replica served without backlog: capacity is not less. */
  readonly proven: number;
  /** Most replicas that there were without backlog. */
  readonly widest?: number;
}

/** What is known about capacity; plain JSON. `previous` is the template before the present one. */
export interface CapacityMemory {
  readonly present: TemplateMemory | undefined;
  readonly previous: TemplateMemory | undefined;
}

/** Nothing known. */
export const noCapacity: CapacityMemory = { present: undefined, previous: undefined };

const kept = 120;
/** Samples under backlog before they count as knowledge, and samples without before they stand in. */
const enough = { saturated: 5, extrapolated: 30 } as const;
/** Below this utilisation a sample says little about the limit. */
const leastUtilization = 0.3;
const lowerMiddle = 0.4;
/** Share of a guess from which on what was served without a backlog proves it. */
const provenShare = 0.9;
/** A pod template is on trial until it has carried a day, and with it the peak of a day. */
const trialMs = 86_400_000;

/**
 * Takes note of the pod template that is asked for, from the beginning of its rollout on. What was known of the one
 * before is kept: it stands in until the new one is known, and is known again after a way back.
 */
export function noteTemplate(memory: CapacityMemory, template: string, at: Instant): CapacityMemory {
  const { present, previous } = memory;
  if (present?.template === template) return memory;
  const useful = present === undefined || estimate(present) === undefined ? previous : present;
  if (previous?.template === template) return { present: previous, previous: useful };
  return { present: emptyTemplate(template, at), previous: useful };
}

/**
 * Takes in one interval in which all ready replicas were of one template. Intervals without ready replicas or without
 * load teach nothing.
 */
export function learnCapacity(memory: CapacityMemory, seen: CapacityObservation): CapacityMemory {
  const known = noteTemplate(memory, seen.template, seen.at);
  if (seen.ready <= 0 || !(seen.served > 0)) return known;
  const present = known.present ?? emptyTemplate(seen.template, seen.at);
  const perReplica = seen.served / seen.ready;
  if (seen.backlog)
    return { ...known, present: { ...present, saturated: newest(present.saturated, perReplica) } };
  const useful = seen.utilization !== undefined && seen.utilization >= leastUtilization;
  const extrapolated = useful
    ? newest(present.extrapolated, perReplica / (seen.utilization ?? 1))
    : present.extrapolated;
  const proven = Math.max(present.proven, perReplica);
  const widest = Math.max(present.widest ?? 0, seen.ready);
  return { ...known, present: { ...present, extrapolated, proven, widest } };
}

/**
 * What one replica serves. Several intervals under backlog tell it (a little below their median, because a
 * promise is made on it), but never less than what was served without one; utilisation stands in for them. One
 * interval under backlog, or what the template before served, is provisional until the template has served about as
 * much without a backlog, or has carried a day and nothing spoke against it. A workload on which nothing ever waited serves at least what it
 * has served. Without any of these it is unknown.
 */
export function capacityOf({ present, previous }: CapacityMemory, now: Instant): CapacityInput {
  const own = present === undefined ? undefined : estimate(present);
  if (own !== undefined) return { type: 'Known', loadPerReplica: own };
  const guess = present && guessOf(present, previous);
  if (present !== undefined && guess !== undefined)
    return { type: isOnTrial(present, guess, now) ? 'Provisional' : 'Known', loadPerReplica: guess };
  return present === undefined || present.proven <= 0
    ? { type: 'Unknown' }
    : { type: 'AtLeast', loadPerReplica: present.proven, replicas: present.widest ?? 1 };
}

/** Whether a template has neither carried a day nor served about as much as is guessed without a backlog. */
const isOnTrial = ({ since, proven }: TemplateMemory, guess: number, now: Instant): boolean =>
  since !== undefined && now - since < trialMs && proven < provenShare * guess;

/** What the template serves by one interval under backlog, else by what the one before served. */
function guessOf(present: TemplateMemory, previous: TemplateMemory | undefined): number | undefined {
  const guess = present.saturated.at(-1) ?? (previous && estimate(previous));
  return guess === undefined ? undefined : Math.max(guess, present.proven);
}

function estimate({ saturated, extrapolated, proven }: TemplateMemory): number | undefined {
  if (saturated.length >= enough.saturated) return Math.max(proven, middle(saturated));
  return extrapolated.length >= enough.extrapolated ? Math.max(proven, middle(extrapolated)) : undefined;
}

function middle(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.floor(lowerMiddle * (ordered.length - 1))] ?? 0;
}

const emptyTemplate = (template: string, since: Instant): TemplateMemory => ({
  template,
  since,
  saturated: [],
  extrapolated: [],
  proven: 0,
});

const newest = (values: readonly number[], value: number): readonly number[] =>
  [...values, value].slice(-kept);
