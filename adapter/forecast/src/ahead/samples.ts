import type { StateReader, StateWriter } from './state-bytes.ts';
import { StepValues } from './step-values.ts';

/** Levels beyond would be infinite in single precision. */
const highest = 1e38;

/**
 * The levels that came, by step: roots of loads over their unit. A missing one repeats the one before it, or is zero,
 * and is known to be missing.
 */
export class Samples {
  readonly #unit: number;
  /** What is missing has its sign changed, so that no further memory is needed for it. */
  readonly #signed: StepValues;

  /** `kept` is how many of the newest can be read for certain; `unit` is the load of level 1. */
  constructor(kept: number, unit: number) {
    this.#unit = unit;
    this.#signed = new StepValues(kept);
  }

  /** Step after the newest. */
  get end(): number {
    return this.#signed.end;
  }

  /** Takes the load of the next step, NaN where it is missing. */
  push(load: number): void {
    const before = this.end > 0 ? this.level(this.end - 1) : 0;
    this.#signed.push(Number.isNaN(load) ? -before : Math.min(highest, Math.sqrt(load / this.#unit)));
  }

  /** NaN where the step is not kept. */
  level(step: number): number {
    return Math.abs(this.#signed.at(step));
  }

  /** In units. */
  load(step: number): number {
    return this.level(step) ** 2;
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
