import { byChannel, type ChannelName, channelNames, channels } from '../channel.ts';
import type { Entry } from './entry.ts';
import { Journal } from './journal.ts';
import { clusterMark, type Offsets, type Position, unnamedCluster } from './position.ts';
import { SeriesStore } from './series-store.ts';

// How many partitions share the memory of a channel; more of them take more.
const typicalPartitions = 12;

/** What one channel holds. */
interface Shelf {
  journals: (Journal | undefined)[];
  series: SeriesStore;
}

/**
 * The newest messages of every channel in bounded memory, kept twice by reference: by partition, for clients that
 * go on where they were, and by symbol, for those who ask about one.
 */
export class History {
  readonly #mostBytes: number;
  readonly #shelves: Readonly<Record<ChannelName, Shelf>>;
  #cluster = unnamedCluster;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
    this.#shelves = byChannel((name) => ({
      journals: [],
      series: new SeriesStore(this.#bytesOfAList(name)),
    }));
  }

  /** True once the cluster that is read is known: before that no position means anything. */
  get isNamed(): boolean {
    return this.#cluster !== unnamedCluster;
  }

  /** The mark of the cluster that is read. */
  get cluster(): string {
    return this.#cluster;
  }

  /** Names the cluster that is read. Offsets of another one mean other messages: what was there goes. */
  belongTo(clusterId: string): void {
    const mark = clusterMark(clusterId);
    if (this.isNamed && mark !== this.#cluster) for (const name of channelNames) this.#empty(name);
    this.#cluster = mark;
  }

  /**
   * Begins a partition or goes on with it; `next` is the offset that is read next. One before what was read already
   * belongs to another topic of the same name: what was there goes. One behind it leaves a hole, and whoever had
   * not read so far is told.
   */
  open(channel: ChannelName, partition: number, next: number): void {
    const { journals } = this.#shelves[channel];
    const journal = journals[partition];
    if (journal !== undefined && next < journal.next) this.#empty(channel);
    if (journal === undefined || next !== journal.next) {
      const bytes = this.#bytesOfAList(channel) / typicalPartitions;
      this.#shelves[channel].journals[partition] = new Journal(next, bytes);
    }
  }

  /** Adds a message to a partition that was opened; returns whether it was new. */
  add(channel: ChannelName, partition: number, key: string, entry: Entry): boolean {
    const shelf = this.#shelves[channel];
    const added = shelf.journals[partition]?.add(entry) ?? false;
    if (added) shelf.series.add(key, entry);
    return added;
  }

  /** Notes that a partition was read up to an offset. */
  readUpTo(channel: ChannelName, partition: number, next: number): void {
    this.#shelves[channel].journals[partition]?.readUpTo(next);
  }

  journals(channel: ChannelName): readonly (Journal | undefined)[] {
    return this.#shelves[channel].journals;
  }

  series(channel: ChannelName): SeriesStore {
    return this.#shelves[channel].series;
  }

  /** Where everything that is here has been read. */
  position(names: readonly ChannelName[]): Position {
    const offsets: Partial<Record<ChannelName, Offsets>> = {};
    for (const name of names) {
      const { journals } = this.#shelves[name];
      if (journals.length > 0) offsets[name] = journals.map((journal) => journal?.next);
    }
    return { cluster: this.#cluster, offsets };
  }

  #empty(name: ChannelName): void {
    const shelf = this.#shelves[name];
    shelf.journals = [];
    shelf.series = new SeriesStore(this.#bytesOfAList(name));
  }

  // Both lists hold the same objects, and either may hold one longer than the other: each gets half.
  #bytesOfAList(name: ChannelName): number {
    return (this.#mostBytes * channels[name].share) / 2;
  }
}
