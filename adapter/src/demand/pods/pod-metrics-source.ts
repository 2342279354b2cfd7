import type { DemandSource, Reading, UnreadDemand } from '../reading.ts';
import { unread } from '../reading.ts';
import { type PodCount, rateSince, type SeenPods } from './counter-rate.ts';

/** A pod that can be asked. */
export interface AskablePod {
  readonly uid: string;
  readonly name: string;
  readonly address: string;
  /** When it was made; milliseconds since the epoch. */
  readonly createdAt: number;
  /** Whether the rules let it be asked. */
  readonly isOpen: boolean;
}

/** Asks one pod for the sum of a metric; a sentence where it gave none. It never rejects. */
export type AskPod = (pod: AskablePod, signal: AbortSignal) => Promise<number | string>;

/** What the source is made of. */
export interface PodMetricsParts {
  readonly kind: 'Counter' | 'Gauge';
  /** Pods of the target that run at this moment. */
  readonly pods: () => readonly AskablePod[];
  readonly ask: AskPod;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Share of the pods that has to answer; the others are taken to be like them. */
const enoughAnswers = 0.8;

/** Reads a counter or gauge of the target's own pods and adds it up. */
export class PodMetricsSource implements DemandSource {
  readonly #parts: PodMetricsParts;
  #before: SeenPods | undefined;

  constructor(parts: PodMetricsParts) {
    this.#parts = parts;
  }

  async read(signal: AbortSignal): Promise<Reading> {
    const pods = this.#parts.pods();
    if (pods.length === 0) return unread('DemandUnreachable', 'The target has no running pod to ask');
    const answers = await Promise.all(pods.map((pod) => this.#parts.ask(pod, signal)));
    const at = this.#parts.now();
    const counts = pods.flatMap(({ uid }, index): PodCount[] => {
      const value = answers[index];
      return typeof value === 'number' ? [{ uid, at, value }] : [];
    });
    if (counts.length < enoughAnswers * pods.length) return incomplete(pods, answers);
    return this.#readingOf(counts, pods, at);
  }

  async close(): Promise<void> {}

  #readingOf(counts: readonly PodCount[], pods: readonly AskablePod[], at: number): Reading {
    const share = counts.length / pods.length;
    if (this.#parts.kind === 'Gauge')
      return { kind: 'Value', at, load: counts.reduce((sum, { value }) => sum + value, 0) / share };
    const before = this.#before;
    this.#before = { at, counts: new Map(counts.map((count) => [count.uid, count])) };
    if (before === undefined) return { kind: 'Started' };
    const createdAt = new Map(pods.map((pod) => [pod.uid, pod.createdAt]));
    const isNew = (uid: string) => (createdAt.get(uid) ?? 0) >= before.at;
    return { kind: 'Value', at, load: rateSince(before, counts, isNew) / share };
  }
}

function incomplete(pods: readonly AskablePod[], answers: readonly (number | string)[]): UnreadDemand {
  const index = answers.findIndex((answer) => typeof answer === 'string');
  const silent = answers.filter((answer) => typeof answer === 'string').length;
  const what = `${silent} of ${pods.length} pods gave no metric; pod ${pods[index]?.name}: ${answers[index]}`;
  return unread('DemandUnreachable', what);
}
