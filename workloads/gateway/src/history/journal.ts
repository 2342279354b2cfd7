import { type Entry, entryBytes } from './entry.ts';
import { Queue } from './queue.ts';

/**
 * The newest messages of one partition, without a hole: everything committed from `start` up to `next` is here.
 * Offsets themselves have holes, because transactions leave markers in a topic.
 */
export class Journal {
  readonly #entries = new Queue<Entry>();
  readonly #mostBytes: number;
  #start: number;
  #next: number;
  #bytes = 0;

  constructor(start: number, mostBytes: number) {
    this.#start = start;
    this.#next = start;
    this.#mostBytes = mostBytes;
  }

  /** From this offset on nothing is missing. */
  get start(): number {
    return this.#start;
  }

  /** Offset that is read next. */
  get next(): number {
    return this.#next;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Adds a message; one that came before is left out. Returns whether it was new. */
  add(entry: Entry): boolean {
    if (entry.offset < this.#next) return false;
    this.#entries.push(entry);
    this.#next = entry.offset + 1;
    this.#bytes += entryBytes(entry);
    while (this.#bytes > this.#mostBytes && this.#entries.length > 1) this.#dropOldest();
    return true;
  }

  /** Notes that everything before `next` was read, also where it was no message. */
  readUpTo(next: number): void {
    this.#next = Math.max(this.#next, next);
  }

  /** Place of the first message at or behind an offset, for at(). It holds until the next change. */
  placeOf(offset: number): number {
    return this.#entries.lowerBound(offset, offsetOf);
  }

  /** The message at a place, 0 being the oldest. */
  at(place: number): Entry | undefined {
    return this.#entries.at(place);
  }

  #dropOldest(): void {
    const oldest = this.#entries.shift();
    if (oldest === undefined) return;
    this.#bytes -= entryBytes(oldest);
    this.#start = oldest.offset + 1;
  }
}

const offsetOf = ({ offset }: Entry): number => offset;
