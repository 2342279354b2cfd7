/**
 * Numbers by the step at which they came, of which only the newest are kept. Steps count from 0 and are never
 * renumbered; a step that was dropped, or has not come, reads as NaN.
 */
export class Track {
  readonly #kept: number;
  readonly #values: Float64Array;
  #first = 0;
  #end = 0;

  /** `kept` is how many of the newest steps can be read for certain. */
  constructor(kept: number) {
    this.#kept = kept;
    this.#values = new Float64Array(2 * kept);
  }

  /** Step after the newest. */
  get end(): number {
    return this.#end;
  }

  push(value: number): void {
    if (this.#end - this.#first === this.#values.length) {
      this.#values.copyWithin(0, this.#values.length - this.#kept);
      this.#first = this.#end - this.#kept;
    }
    this.#values[this.#end - this.#first] = value;
    this.#end += 1;
  }

  /** Replaces the number of a step that is still kept. */
  set(step: number, value: number): void {
    if (step >= this.#first && step < this.#end) this.#values[step - this.#first] = value;
  }

  at(step: number): number {
    return step < this.#first || step >= this.#end
      ? Number.NaN
      : (this.#values[step - this.#first] as number);
  }

  has(step: number): boolean {
    return step >= this.#first && step < this.#end;
  }
}
