import type { StateReader, StateWriter } from './state-bytes.ts';

/** Rows of features of the newest steps; a row is written over when its step is too old. */
export class RowRing {
  readonly #rows: readonly Float64Array[];

  constructor(width: number, kept: number) {
    this.#rows = Array.from({ length: kept }, () => new Float64Array(width));
  }

  at(step: number): Float64Array {
    return this.#rows[step % this.#rows.length] as Float64Array;
  }

  save(to: StateWriter): void {
    for (const row of this.#rows) to.array(row);
  }

  restore(from: StateReader): void {
    for (const row of this.#rows) from.into(row);
  }
}
