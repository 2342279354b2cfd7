import { type Entry, entryBytes } from './entry.ts';
import { Queue } from './queue.ts';

/** The newest messages by key, such as a symbol. When memory runs out, the key that holds most gives way. */
export class SeriesStore {
  readonly #series = new Map<string, Queue<Entry>>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(key: string, entry: Entry): void {
    const found = this.#series.get(key);
    const series = found ?? new Queue<Entry>();
    if (found === undefined) this.#series.set(key, series);
    series.push(entry);
    this.#bytes += entryBytes(entry);
    while (this.#bytes > this.#mostBytes) this.#dropFrom(this.#longest() ?? series);
  }

  keys(): string[] {
    return [...this.#series.keys()];
  }

  /** The newest message of a key. */
  newest(key: string): Entry | undefined {
    return this.#series.get(key)?.newest;
  }

  /** The last `most` messages of a key with a time from `since` on, oldest first. */
  last(key: string, most: number, since = 0): Entry[] {
    const series = this.#series.get(key);
    if (series === undefined) return [];
    // Times rise but for late messages, which may stand a little behind newer ones.
    return series.slice(series.length - most).filter(({ time }) => time >= since);
  }

  #longest(): Queue<Entry> | undefined {
    let longest: Queue<Entry> | undefined;
    for (const series of this.#series.values())
      if (longest === undefined || series.length > longest.length) longest = series;
    return longest;
  }

  #dropFrom(series: Queue<Entry>): void {
    const oldest = series.shift();
    if (oldest !== undefined) this.#bytes -= entryBytes(oldest);
  }
}
