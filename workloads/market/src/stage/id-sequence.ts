/** Ids from `from` to `to`, both inclusive, that have not come. */
export type IdRange = readonly [from: number, to: number];

/** What has come of a symbol, as plain JSON. */
export interface IdSequenceState {
  /** Largest id so far; null before the first. */
  readonly lastId: number | null;
  /** Ids below it that have not come, ascending. */
  readonly gaps: readonly IdRange[];
}

/** So many gaps are remembered; ids of older ones count as come, so that the state stays bounded. */
const mostGaps = 256;

/**
 * Tells which ids are new. The exchange counts ids up by one per symbol, so the largest id and the gaps below it say
 * it exactly, however often and in whatever order ids come.
 */
export class IdSequence {
  #lastId: number | null;
  readonly #gaps: [number, number][];

  constructor(state: IdSequenceState = { lastId: null, gaps: [] }) {
    this.#lastId = state.lastId;
    this.#gaps = state.gaps.map(([from, to]) => [from, to]);
  }

  get lastId(): number | null {
    return this.#lastId;
  }

  /** True for an id that has not come before. */
  isNew(id: number): boolean {
    if (this.#lastId === null || id > this.#lastId) return true;
    return this.#gapOf(id) >= 0;
  }

  /** Notes that a new id came; ids that it leaps over become a gap. */
  add(id: number): void {
    if (this.#lastId === null) this.#lastId = id;
    else if (id > this.#lastId) this.#leap(this.#lastId, id);
    else this.#fill(id);
  }

  state(): IdSequenceState {
    return { lastId: this.#lastId, gaps: this.#gaps.map(([from, to]) => [from, to]) };
  }

  #leap(lastId: number, id: number): void {
    if (id > lastId + 1) {
      this.#gaps.push([lastId + 1, id - 1]);
      if (this.#gaps.length > mostGaps) this.#gaps.shift();
    }
    this.#lastId = id;
  }

  #fill(id: number): void {
    const at = this.#gapOf(id);
    const gap = this.#gaps[at];
    if (gap === undefined) return;
    const [from, to] = gap;
    const rest: [number, number][] = [];
    if (from < id) rest.push([from, id - 1]);
    if (id < to) rest.push([id + 1, to]);
    this.#gaps.splice(at, 1, ...rest);
    if (this.#gaps.length > mostGaps) this.#gaps.shift();
  }

  /** Place of the gap that holds the id; -1 when none does. Gaps that are asked for lie at the end as a rule. */
  #gapOf(id: number): number {
    return this.#gaps.findLastIndex(([from, to]) => from <= id && id <= to);
  }
}
