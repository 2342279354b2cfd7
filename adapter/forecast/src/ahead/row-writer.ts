/** Writes the features of one row, one after the other. */
export class RowWriter {
  #row: Float64Array | Float32Array = new Float64Array(0);
  #at = 0;

  begin(row: Float64Array | Float32Array): this {
    this.#row = row;
    this.#at = 0;
    return this;
  }

  put(...values: readonly number[]): void {
    for (const value of values) {
      this.#row[this.#at] = value;
      this.#at += 1;
    }
  }

  /** Ends the row; a row that is not full is an error of the program. */
  end(): void {
    if (this.#at !== this.#row.length)
      throw new RangeError(`FEATURE_COUNT: ${this.#at} features in a row of ${this.#row.length}`);
  }
}
