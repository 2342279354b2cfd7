import { type ConsumedRecord, StreamError } from '@pricecast/stream';
import {
  type DemandSource,
  type PastSpan,
  type PastValue,
  type Reading,
  type UnreadDemand,
  unread,
} from '../../reading.ts';
import { unreadKafka } from '../unread-kafka.ts';
import type { TopicValues } from './topic-values.ts';
import { chosenFrom, type ValueChoice } from './value-choice.ts';

/** What the source is made of. */
export interface TopicValueParts {
  readonly topic: string;
  readonly values: TopicValues;
  readonly choice: ValueChoice;
  /** Longest time that the past may take, in milliseconds. */
  readonly deadlineMs?: number;
}

/** Messages of each partition that the past is read from: more would take minutes. */
const mostOfPast = 100_000;
const defaultDeadlineMs = 20_000;

/** What came since the last look. */
interface Came {
  readonly sum: number;
  readonly count: number;
}

const nothing: Came = { sum: 0, count: 0 };

/**
 * A series out of the values of the messages of a topic, at their event time, which is their CreateTime. A look gives the
 * mean of what came since the look before, or the same as before where nothing came.
 */
export class TopicValueSource implements DemandSource {
  readonly #parts: TopicValueParts;
  #isFollowed = false;
  #came = nothing;
  /** Event time of the newest message of the series, and whether there were others. */
  #newest = Number.NEGATIVE_INFINITY;
  #hasOthers = false;
  #last: Reading = { kind: 'Started' };

  constructor(parts: TopicValueParts) {
    this.#parts = parts;
  }

  async read(): Promise<Reading> {
    const { values } = this.#parts;
    this.#follow();
    const { failure } = values;
    if (failure !== undefined) return unreadKafka(failure);
    const { sum, count } = this.#came;
    this.#came = nothing;
    if (count > 0) this.#last = { kind: 'Value', at: this.#newest, load: sum / count };
    return this.#last.kind === 'Started' && this.#hasOthers ? this.#notOfSeries() : this.#last;
  }

  /** Slots between messages are left out. */
  async past({ from, to, stepMs }: PastSpan): Promise<readonly PastValue[] | UnreadDemand> {
    const { values, choice } = this.#parts;
    this.#follow();
    const slots = new Map<number, Came>();
    const reading = values.read({ since: from, most: mostOfPast }, (record) => {
      if (record.timestamp < from || record.timestamp >= to) return;
      const load = chosenFrom(record, choice);
      if (load === undefined) return;
      const slot = Math.floor((record.timestamp - from) / stepMs);
      const { sum, count } = slots.get(slot) ?? nothing;
      slots.set(slot, { sum: sum + load, count: count + 1 });
    });
    try {
      if (!(await this.#inTime(reading)))
        return unread(
          'DemandUnreachable',
          `The past of topic ${this.#parts.topic} could not be read in time`,
        );
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      return unreadKafka(error);
    }
    return [...slots]
      .sort(([left], [right]) => left - right)
      .map(([slot, { sum, count }]) => ({ at: from + slot * stepMs, load: sum / count }));
  }

  close(): Promise<void> {
    return this.#parts.values.close();
  }

  #follow(): void {
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    this.#parts.values.follow((records) => {
      for (const record of records) this.#note(record);
    });
  }

  #note(record: ConsumedRecord): void {
    const load = chosenFrom(record, this.#parts.choice);
    if (load === undefined) {
      this.#hasOthers = true;
      return;
    }
    const { sum, count } = this.#came;
    this.#came = { sum: sum + load, count: count + 1 };
    this.#newest = Math.max(this.#newest, record.timestamp);
  }

  #notOfSeries(): UnreadDemand {
    const { topic, choice } = this.#parts;
    return unread(
      'DemandRefused',
      `No message that came to topic ${topic} is one that was chosen and has a number at ${choice.valuePath}`,
    );
  }

  async #inTime(reading: Promise<void>): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), this.#parts.deadlineMs ?? defaultDeadlineMs);
    try {
      return await Promise.race([reading.then(() => true), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
