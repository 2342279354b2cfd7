import type { StateReader, StateWriter } from './state-bytes.ts';
import { StepValues } from './step-values.ts';

/** The loads that came, by step. A missing one repeats the one before it, or is zero, and is known to be missing. */
export class Samples {
  /** What is missing has its sign changed, so that no further memory is needed for it. */
  readonly #signed: StepValues;

  constructor(kept: number) {
    this.#signed = new StepValues(kept);
  }

  /** Step after the newest. */
  get end(): number {
    return this.#signed.end;
  }

  /** Takes the load of the next step, NaN where it is missing. */
  push(load: number): void {
    const before = this.end > 0 ? this.load(this.end - 1) : 0;
    this.#signed.push(Number.isNaN(load) ? -before : load);
  }

  /** NaN where the step is not kept. */
  load(step: number): number {
    return Math.abs(this.#signed.at(step));
  }

  isKnown(step: number): boolean {
    const value = this.#signed.at(step);
    return value > 0 || Object.is(value, 0);
  }

  save(to: StateWriter): void {
    this.#signed.save(to);
  }

  restore(from: StateReader): void {
    this.#signed.restore(from);
  }
}
