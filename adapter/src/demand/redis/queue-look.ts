import { counterRate } from '../counter.ts';
import type { ServedWork } from '../reading.ts';

/** What a queue in Redis showed at a moment. Every number that nobody knows is undefined. */
export interface QueueLook {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Jobs that wait. */
  readonly length: number | undefined;
  /** Jobs that were ever pushed. */
  readonly pushed: number | undefined;
  /** Jobs that were ever finished. */
  readonly served: number | undefined;
}

/** What happened between two looks. */
export interface QueueFlow {
  /** Pushed in a second. */
  readonly load: number;
  readonly work: ServedWork | undefined;
}

/** A queue with so many seconds of arrivals in it works off a backlog. */
const backlogSeconds = 1;

/**
 * The flow between two looks, by what is known:
 *
 * | known | pushed in a second | served in a second |
 * |---|---|---|
 * | pushed | its rate | that of served, else pushed less the growth of the queue |
 * | served and length | that of served plus the growth of the queue | its rate |
 *
 * Undefined where neither is known, or no time has passed.
 */
export function flowBetween(before: QueueLook, now: QueueLook): QueueFlow | undefined {
  const seconds = (now.at - before.at) / 1_000;
  if (seconds <= 0) return undefined;
  const growth =
    before.length === undefined || now.length === undefined
      ? undefined
      : (now.length - before.length) / seconds;
  const served = rate(before, now, 'served');
  const pushed = rate(before, now, 'pushed') ?? sum(served, growth);
  if (pushed === undefined) return undefined;
  const load = Math.max(0, pushed);
  const done = served ?? (growth === undefined ? undefined : load - growth);
  if (done === undefined || done < 0) return { load, work: undefined };
  const waiting = Math.min(before.length ?? 0, now.length ?? 0);
  return { load, work: { served: done, backlog: waiting > backlogSeconds * load } };
}

function rate(before: QueueLook, now: QueueLook, counter: 'pushed' | 'served'): number | undefined {
  const [first, second] = [before[counter], now[counter]];
  if (first === undefined || second === undefined) return undefined;
  return counterRate({ at: before.at, value: first }, { at: now.at, value: second });
}

const sum = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : left + right;
