import { LruMap } from '../memory/lru-map.ts';
import { type EventNote, familyKey, noteKey, subjectKey } from './event-note.ts';

/** Objects, families and series that are remembered, each. */
const REMEMBERED = 4_096;
/** Different sentences of one family within the window, after which they are combined. */
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 600_000;
/** Events per object: a burst, then one per five minutes. */
const BURST = 25;
const REFILL_MS = 300_000;
/** A series that was quiet for so long is over. */
const SERIES_END_MS = 360_000;

/** What to do with a note. */
export type Correlation<S> =
  | { readonly kind: 'Drop' }
  /** Write a new event, and give the series that began with it to `begin`. */
  | { readonly kind: 'Begin'; readonly note: EventNote; readonly key: string }
  /** It happened before: `count` times by now. */
  | { readonly kind: 'Repeat'; readonly series: S; readonly count: number };

interface Family {
  readonly notes: Set<string>;
  sinceMs: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

interface Run<S> {
  readonly series: S;
  count: number;
  lastMs: number;
}

/**
 * Decides which notes become events: equal ones are counted, similar ones are combined once there are many, and an
 * object that says too much is not heard for a while. Time is monotonic milliseconds.
 */
export class Correlator<S> {
  readonly #families = new LruMap<Family>(REMEMBERED);
  readonly #buckets = new LruMap<Bucket>(REMEMBERED);
  readonly #runs = new LruMap<Run<S>>(REMEMBERED);

  /** What to do with a note that came at `nowMs`. */
  correlate(note: EventNote, nowMs: number): Correlation<S> {
    const combined = this.#combine(note, nowMs);
    const key = combined === note ? noteKey(note) : familyKey(note);
    const run = this.#runs.get(key);
    if (run !== undefined && nowMs - run.lastMs < SERIES_END_MS) {
      run.count++;
      run.lastMs = nowMs;
      return { kind: 'Repeat', series: run.series, count: run.count };
    }
    return this.#mayspeak(note, nowMs) ? { kind: 'Begin', note: combined, key } : { kind: 'Drop' };
  }

  /** Remembers the series that began under a key. */
  begin(key: string, series: S, nowMs: number): void {
    this.#runs.set(key, { series, count: 1, lastMs: nowMs });
  }

  #combine(note: EventNote, nowMs: number): EventNote {
    const key = familyKey(note);
    let family = this.#families.get(key);
    if (family === undefined || nowMs - family.sinceMs > SIMILAR_WINDOW_MS) {
      family = { notes: new Set(), sinceMs: nowMs };
      this.#families.set(key, family);
    }
    if (family.notes.has(note.note)) return note;
    if (family.notes.size >= SIMILAR_LIMIT)
      return { ...note, note: `(combined from similar events): ${note.note}` };
    family.notes.add(note.note);
    return note;
  }

  #mayspeak(note: EventNote, nowMs: number): boolean {
    const key = subjectKey(note);
    const bucket = this.#buckets.get(key) ?? { tokens: BURST, atMs: nowMs };
    bucket.tokens = Math.min(BURST, bucket.tokens + (nowMs - bucket.atMs) / REFILL_MS);
    bucket.atMs = nowMs;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
