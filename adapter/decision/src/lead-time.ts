import type { Instant } from './sample.ts';

/** Moments in the start of one pod. Those that were not seen are left out. */
export interface PodStart {
  readonly created: Instant;
  readonly scheduled?: Instant;
  readonly pulled?: Instant;
  readonly started?: Instant;
  /** Ready, or for a consumer the moment at which partitions were assigned to it. */
  readonly serving: Instant;
  /** Whether a node had to be started first. */
  readonly newNode: boolean;
}

/** Seconds that one start took in all and in each part. */
interface StartSeconds {
  readonly total: number;
  readonly schedule?: number;
  readonly pull?: number;
  readonly start?: number;
  readonly ready?: number;
  readonly newNode: boolean;
}

/** Newest starts, oldest first; plain JSON. */
export interface LeadTimeMemory {
  readonly starts: readonly StartSeconds[];
}

/** No start seen. */
export const noLeadTime: LeadTimeMemory = { starts: [] };

/** What was learned about the time from created to serving. */
export interface LeadTime {
  /** Seconds that nine in ten starts do not exceed: what a forecast has to look ahead. */
  readonly seconds: number;
  /** Starts that it was learned from; 0 means that it is the default. */
  readonly learnedFrom: number;
  /** P90 of each part where it was seen. */
  readonly parts: Readonly<Partial<Record<'schedule' | 'pull' | 'start' | 'ready', number>>>;
  /** Share of the starts that waited for a node. */
  readonly newNodeShare: number;
}

/** Lead time that is assumed until starts were seen, in seconds. */
export const defaultLeadTimeSeconds = 120;

const kept = 100;
const safeQuantile = 0.9;
const longestSeconds = 7_200;

/** Takes in the start of one pod. A start whose times contradict one another teaches nothing. */
export function learnLeadTime({ starts }: LeadTimeMemory, pod: PodStart): LeadTimeMemory {
  const total = (pod.serving - pod.created) / 1_000;
  if (!(total >= 0 && total <= longestSeconds)) return { starts };
  const seconds: StartSeconds = {
    total,
    newNode: pod.newNode,
    ...part('schedule', pod.created, pod.scheduled),
    ...part('pull', pod.scheduled, pod.pulled),
    ...part('start', pod.pulled, pod.started),
    ...part('ready', pod.started, pod.serving),
  };
  return { starts: [...starts, seconds].slice(-kept) };
}

/** What the starts so far say. */
export function leadTimeOf({ starts }: LeadTimeMemory): LeadTime {
  if (starts.length === 0)
    return { seconds: defaultLeadTimeSeconds, learnedFrom: 0, parts: {}, newNodeShare: 0 };
  return {
    seconds: p90(starts.map(({ total }) => total)) ?? defaultLeadTimeSeconds,
    learnedFrom: starts.length,
    parts: {
      ...partP90('schedule', starts),
      ...partP90('pull', starts),
      ...partP90('start', starts),
      ...partP90('ready', starts),
    },
    newNodeShare: starts.filter(({ newNode }) => newNode).length / starts.length,
  };
}

type Part = keyof LeadTime['parts'];

function part(name: Part, from: Instant | undefined, to: Instant | undefined): Partial<Record<Part, number>> {
  return from === undefined || to === undefined || to < from ? {} : { [name]: (to - from) / 1_000 };
}

function partP90(name: Part, starts: readonly StartSeconds[]): Partial<Record<Part, number>> {
  const value = p90(starts.map((start) => start[name]).filter((seconds) => seconds !== undefined));
  return value === undefined ? {} : { [name]: value };
}

function p90(values: readonly number[]): number | undefined {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.ceil(safeQuantile * ordered.length) - 1];
}
