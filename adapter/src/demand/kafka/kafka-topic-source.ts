import { StreamError } from '@pricecast/stream';
import type { DemandSource, PastSpan, PastValue, Reading, ServedWork, UnreadDemand } from '../reading.ts';
import { type GroupMark, workBetween } from './group-work.ts';
import { isAtBegin, loadsBetween } from './offset-history.ts';
import { type OffsetMark, ratesBetween, totalOf } from './offset-rate.ts';
import type { OffsetReader, OffsetReaders } from './offset-reader.ts';
import { unreadKafka } from './unread-kafka.ts';

/** What the source is made of. */
export interface KafkaTopicParts {
  readonly topic: string;
  /** Consumer group of the target; absent: what the target does is not looked at. */
  readonly group?: string | undefined;
  readonly readers: OffsetReaders;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Longest time for reading the past in one go, in milliseconds: a new scaler shall forecast within 30 s. */
  readonly pastBudgetMs?: number;
}

const defaultPastBudgetMs = 6_000;
/** Questions about the past that are on the way at a time. */
const questionsAtOnce = 16;

/** Counts what is produced to a topic, by its offsets; the past by the time stamps of its records. */
export class KafkaTopicSource implements DemandSource {
  readonly #parts: KafkaTopicParts;
  #before: OffsetMark | undefined;
  #groupBefore: GroupMark | undefined;

  constructor(parts: KafkaTopicParts) {
    this.#parts = parts;
  }

  async read(): Promise<Reading> {
    try {
      const reader = await this.#parts.readers.open();
      const { topic, group } = this.#parts;
      const [{ highs }, committed] = await Promise.all([
        reader.bounds(topic),
        group === undefined ? undefined : reader.committed(group, topic),
      ]);
      return this.#readingOf({ at: this.#parts.now(), offsets: highs }, committed);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Newest slots first, so that a budget that runs out costs the oldest ones. */
  async past(span: PastSpan): Promise<readonly PastValue[] | UnreadDemand> {
    try {
      const reader = await this.#parts.readers.open();
      const { lows } = await reader.bounds(this.#parts.topic);
      return loadsBetween(await this.#marks(reader, span, lows), lows);
    } catch (error) {
      return this.#failed(error);
    }
  }

  close(): Promise<void> {
    return this.#parts.readers.close();
  }

  #readingOf(mark: OffsetMark, committed: ReadonlyMap<number, bigint> | undefined): Reading {
    const rates = this.#before === undefined ? undefined : ratesBetween(this.#before, mark);
    this.#before = mark;
    if (rates === undefined) return { kind: 'Started' };
    const load = totalOf(rates);
    const work = committed === undefined ? undefined : this.#workOf(mark, committed, load);
    return { kind: 'Value', at: mark.at, load, partitions: rates, ...(work === undefined ? {} : { work }) };
  }

  #workOf(
    { at, offsets: highs }: OffsetMark,
    committed: ReadonlyMap<number, bigint>,
    load: number,
  ): ServedWork | undefined {
    const mark: GroupMark = { at, highs, committed };
    const before = this.#groupBefore;
    this.#groupBefore = mark;
    return before === undefined ? undefined : workBetween(before, mark, load);
  }

  async #marks(reader: OffsetReader, span: PastSpan, lows: readonly bigint[]): Promise<OffsetMark[]> {
    const { topic, now, pastBudgetMs = defaultPastBudgetMs } = this.#parts;
    const deadline = now() + pastBudgetMs;
    const marks: OffsetMark[] = [];
    for (let end = span.to; end >= span.from && now() < deadline; end -= questionsAtOnce * span.stepMs) {
      const moments = Array.from({ length: questionsAtOnce }, (_, index) => end - index * span.stepMs);
      const wanted = moments.filter((moment) => moment >= span.from);
      const batch = await Promise.all(wanted.map((moment) => reader.at(topic, moment)));
      marks.push(...batch);
      const oldest = batch.at(-1);
      if (oldest === undefined || isAtBegin(oldest, lows)) break;
    }
    return marks.reverse();
  }

  /** A rate across an outage would spread over it what nobody saw, so counting begins anew. */
  #failed(error: unknown): UnreadDemand {
    if (!(error instanceof StreamError)) throw error;
    this.#before = undefined;
    this.#groupBefore = undefined;
    this.#parts.readers.broken();
    return unreadKafka(error);
  }
}
