import { type Experiment, isScored, lengthOf } from './experiment.ts';

/** What was seen of one side, second by second since the begin. */
export interface SideRecord {
  /** Pods that were Ready. */
  readonly ready: readonly number[];
  /** Pods that there were, Ready or not: what is paid for. */
  readonly present: readonly number[];
  /** Seconds that the oldest waiting record had waited. */
  readonly lagSeconds: readonly number[];
}

/** The figures of one side. */
export interface Score {
  /** Share of the scored time in percent in which the Ready pods handled less than arrived. */
  readonly shortPercent: number;
  readonly maxLagSeconds: number;
  /** Pod-seconds ÷ the fewest that would have done. */
  readonly podSecondsRatio: number;
  readonly podSeconds: number;
}

/** Arrivals are taken as the mean over so many seconds: single seconds are uneven by their cut. */
const arrivalSeconds = 5;

/** Scores one side against the records that arrived in each second. */
export function scoreOf(record: SideRecord, perSecond: readonly number[], experiment: Experiment): Score {
  const seconds = Array.from({ length: lengthOf(experiment) }, (_, second) => second);
  const scored = seconds.filter(
    (second) => isScored(second, experiment) && record.present[second] !== undefined,
  );
  let [short, podSeconds, needed] = [0, 0, 0];
  for (const second of scored) {
    const arrives = meanAt(perSecond, second);
    if ((record.ready[second] ?? 0) * experiment.ratePerPod < arrives) short += 1;
    podSeconds += record.present[second] ?? 0;
    needed += Math.max(1, Math.ceil(arrives / experiment.ratePerPod));
  }
  return {
    shortPercent: (100 * short) / scored.length,
    maxLagSeconds: Math.max(0, ...scored.map((second) => record.lagSeconds[second] ?? 0)),
    podSecondsRatio: podSeconds / needed,
    podSeconds,
  };
}

/** Mean of the seconds up to this one. */
export function meanAt(perSecond: readonly number[], second: number): number {
  const first = Math.max(0, second - arrivalSeconds + 1);
  const values = perSecond.slice(first, second + 1).map((count) => count ?? 0);
  return values.reduce((sum, count) => sum + count, 0) / Math.max(1, second - first + 1);
}

/** Whether one side may call itself proactive beside the other. */
export function beats(one: Score, reactive: Score): boolean {
  const isRarelyShort = one.shortPercent <= 1 && one.shortPercent < reactive.shortPercent / 2;
  return isRarelyShort && one.podSeconds <= 1.1 * reactive.podSeconds;
}
