import type { StateReader, StateWriter } from './state-bytes.ts';

/** Rows of features of the newest steps; a row is written over when its step is too old. */
export class RowRing {
  readonly #rows: readonly Float64Array[];

  constructor(width: number, kept: number) {
    // One piece of memory for all rows: each piece costs as much beside what it holds as a row.
    const { buffer } = new Float64Array(width * kept);
    const bytes = width * Float64Array.BYTES_PER_ELEMENT;
    this.#rows = Array.from({ length: kept }, (_, row) => new Float64Array(buffer, row * bytes, width));
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
