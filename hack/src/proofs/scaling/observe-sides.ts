import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaAdmin } from '@pricecast/stream';
import { type Experiment, lengthOf, type Side } from './experiment.ts';
import type { PodWatch } from './pod-watch.ts';
import type { SideRecord } from './score.ts';

/** What is looked at. */
export interface SideParts {
  readonly experiment: Experiment;
  readonly beginMs: number;
  readonly pods: PodWatch;
  readonly admin: KafkaAdmin;
  readonly topic: string;
  /** Records of each second since the begin, as they are produced. */
  readonly perSecond: readonly number[];
  readonly say: (line: string) => void;
}

/** What was seen of each side that takes part. */
export type SideRecords = ReadonlyMap<Side, SideRecord>;

interface Growing {
  readonly ready: number[];
  readonly present: number[];
  readonly lagSeconds: number[];
  lag: number;
}

const secondsBetweenLines = 30;

/** Writes down all sides each second until the experiment ends or the signal aborts. */
export async function observeSides(parts: SideParts, signal: AbortSignal): Promise<SideRecords> {
  const records = new Map<Side, Growing>(
    parts.experiment.sides.map((side) => [side, { ready: [], present: [], lagSeconds: [], lag: 0 }]),
  );
  for (let second = 0; second < lengthOf(parts.experiment) && !signal.aborted; second += 1) {
    await sleep(Math.max(0, parts.beginMs + second * 1_000 - Date.now()));
    for (const [side, record] of records) {
      if (second % 5 === 0) record.lag = await lagOf(side, parts);
      const { ready, present } = parts.pods.count(side);
      record.ready[second] = ready;
      record.present[second] = present;
      record.lagSeconds[second] = record.lag;
    }
    if (second % secondsBetweenLines === 0) parts.say(lineOf(second, records, parts.perSecond));
  }
  return records;
}

/** How long ago the records arrived that wait now: so many of the newest seconds hold as many as wait. */
async function lagOf(side: Side, { admin, topic, perSecond }: SideParts): Promise<number> {
  const [committed, offsets] = await Promise.all([admin.committedOffsets(side, topic), admin.offsets(topic)]);
  let waiting = offsets.reduce(
    (sum, { partition, high }) => sum + Number(high - (committed.get(partition) ?? high)),
    0,
  );
  let seconds = 0;
  for (let index = perSecond.length - 1; index >= 0 && waiting > 0; index -= 1, seconds += 1)
    waiting -= perSecond[index] ?? 0;
  return Math.max(0, seconds - 1);
}

function lineOf(second: number, records: SideRecords, perSecond: readonly number[]): string {
  const counts = [...records].map(([side, { ready, present, lagSeconds }]) => {
    return `${side} ${ready[second]}/${present[second]} lag ${lagSeconds[second]} s`;
  });
  return `${second} s: ${perSecond[second - 1] ?? 0} records/s, ${counts.join(', ')}`;
}
