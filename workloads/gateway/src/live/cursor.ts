import type { ChannelName } from '../channel.ts';
import type { Entry } from '../history/entry.ts';
import type { History } from '../history/history.ts';
import type { Journal } from '../history/journal.ts';
import { type Position, unnamedCluster } from '../history/position.ts';

/** What a reader of the history wants. */
export interface Interest {
  readonly channels: readonly ChannelName[];
  /** Absent: all. */
  readonly symbols: ReadonlySet<string> | undefined;
}

/**
 * Something that a reader will not get: messages that are no longer in memory, or everything that it had not
 * read, because its position is that of another Kafka.
 */
export type Gap =
  | { readonly reason: 'OtherCluster' }
  | {
      readonly reason: 'NoLongerKept';
      readonly channel: ChannelName;
      readonly partition: number;
      /** First offset that is missing. */
      readonly from: number;
      /** First offset that is there again. */
      readonly to: number;
    };

/** A reader of the history that knows how far it is in every partition; like a Kafka consumer, without Kafka. */
export class Cursor {
  readonly interest: Interest;
  readonly #history: History;
  readonly #next = new Map<ChannelName, (number | undefined)[]>();
  #cluster: string;

  /** Begins at a position, or where the history ends now; so does a channel that the position lacks. */
  constructor(history: History, interest: Interest, position: Position | undefined) {
    this.#history = history;
    this.interest = interest;
    // The position of another cluster is kept only until takeGaps() has told so.
    this.#cluster = position?.cluster ?? history.cluster;
    const known = position?.cluster === history.cluster ? position.offsets : {};
    const now = history.position(interest.channels).offsets;
    for (const name of interest.channels) this.#next.set(name, [...(known[name] ?? now[name] ?? [])]);
  }

  /** Everything before it was taken or belongs to no interest. */
  get position(): Position {
    const offsets = Object.fromEntries([...this.#next].map(([name, next]) => [name, [...next]]));
    return { cluster: this.#cluster, offsets };
  }

  /** What is gone for good, each told once; the cursor then stands behind it. */
  takeGaps(): Gap[] {
    if (this.#cluster === unnamedCluster) this.#cluster = this.#history.cluster;
    if (this.#cluster !== this.#history.cluster) return [this.#beginAnew()];
    return this.interest.channels.flatMap((channel) =>
      this.#history.journals(channel).flatMap((journal, partition) => {
        if (journal === undefined) return [];
        const from = this.#nextOf(channel, partition, journal);
        const to = journal.start;
        if (from >= to) return [];
        this.#set(channel, partition, to);
        return [{ reason: 'NoLongerKept' as const, channel, partition, from, to }];
      }),
    );
  }

  /** The next messages of a channel, the oldest over all partitions first; empty when it is at the end. */
  take(channel: ChannelName, mostMessages: number, mostCharacters: number): Entry[] {
    const heads = this.#heads(channel);
    const taken: Entry[] = [];
    let characters = 0;
    while (taken.length < mostMessages && characters < mostCharacters) {
      const head = oldest(heads);
      if (head === undefined) break;
      const { entry } = head;
      this.#pass(channel, head);
      if (!isWanted(entry, this.interest)) continue;
      taken.push(entry);
      characters += entry.text.length;
    }
    return taken;
  }

  #heads(channel: ChannelName): Head[] {
    const heads: Head[] = [];
    for (const [partition, journal] of this.#history.journals(channel).entries()) {
      if (journal === undefined) continue;
      const next = this.#nextOf(channel, partition, journal);
      if (next >= journal.next) continue;
      const place = journal.placeOf(next);
      const entry = journal.at(place);
      if (entry !== undefined) heads.push({ partition, journal, place, entry });
      // Nothing but markers of transactions.
      else this.#set(channel, partition, journal.next);
    }
    return heads;
  }

  #pass(channel: ChannelName, head: Head): void {
    const { partition, journal } = head;
    head.place += 1;
    const following = journal.at(head.place);
    this.#set(channel, partition, following?.offset ?? journal.next);
    head.entry = following ?? ended;
  }

  #nextOf(channel: ChannelName, partition: number, journal: Journal): number {
    return this.#next.get(channel)?.[partition] ?? journal.start;
  }

  #set(channel: ChannelName, partition: number, next: number): void {
    const offsets = this.#next.get(channel);
    if (offsets !== undefined) offsets[partition] = next;
  }

  #beginAnew(): Gap {
    this.#cluster = this.#history.cluster;
    const now = this.#history.position(this.interest.channels).offsets;
    for (const name of this.interest.channels) this.#next.set(name, [...(now[name] ?? [])]);
    return { reason: 'OtherCluster' };
  }
}

/** The message of a partition whose turn it is. */
interface Head {
  readonly partition: number;
  readonly journal: Journal;
  place: number;
  entry: Entry;
}

const ended: Entry = { offset: 0, time: Number.POSITIVE_INFINITY, symbol: '', text: '' };

function oldest(heads: readonly Head[]): Head | undefined {
  let found: Head | undefined;
  for (const head of heads)
    if (head.entry !== ended && (found === undefined || head.entry.time < found.entry.time)) found = head;
  return found;
}

function isWanted({ symbol }: Entry, { symbols }: Interest): boolean {
  return symbols === undefined || symbols.has(symbol);
}
