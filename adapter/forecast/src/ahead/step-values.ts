import { inSingle } from './single.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

const pageSteps = 1_024;

/**
 * Numbers by the step at which they came, in single precision, of which the newest are kept. They stand in pages: memory
 * follows what came, and the oldest page goes when all of it is too old. Steps count from 0 and are never renumbered; one that was dropped, or
 * has not come, reads as NaN.
 */
export class StepValues {
  readonly #kept: number;
  readonly #pages: Float32Array[] = [];
  /** Step of the first page, a multiple of its length. */
  #first = 0;
  #end = 0;

  /** `kept` is how many of the newest steps can be read for certain. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Step after the newest. */
  get end(): number {
    return this.#end;
  }

  push(value: number): void {
    if (this.#end - this.#first === this.#pages.length * pageSteps)
      this.#pages.push(new Float32Array(pageSteps));
    this.#end += 1;
    this.set(this.#end - 1, value);
    if (this.#end - this.#first < this.#kept + pageSteps) return;
    this.#pages.shift();
    this.#first += pageSteps;
  }

  /** Replaces the number of a step that is still kept. */
  set(step: number, value: number): void {
    if (step < this.#first || step >= this.#end) return;
    const into = step - this.#first;
    (this.#pages[(into / pageSteps) | 0] as Float32Array)[into % pageSteps] = inSingle(value);
  }

  at(step: number): number {
    if (step < this.#first || step >= this.#end) return Number.NaN;
    const into = step - this.#first;
    return (this.#pages[(into / pageSteps) | 0] as Float32Array)[into % pageSteps] as number;
  }

  save(to: StateWriter): void {
    to.number(this.#first);
    to.number(this.#end);
    for (const page of this.#pages) to.array(page);
  }

  restore(from: StateReader): void {
    this.#first = from.number();
    this.#end = from.number();
    this.#pages.length = 0;
    for (let step = this.#first; step < this.#end; step += pageSteps) {
      const page = new Float32Array(pageSteps);
      from.into(page);
      this.#pages.push(page);
    }
  }
}
