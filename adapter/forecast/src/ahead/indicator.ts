import type { StateReader, StateWriter } from './state-bytes.ts';
import { StepValues } from './step-values.ts';

/** Values before it is known what is usual. */
const fewest = 30;
/** Usual intervals for which a value stands while no new one comes, and how fast what is usual follows. */
const standing = { intervals: 3, memory: 20 } as const;
/** Deviations beyond are taken for as large. */
const furthest = 10;
/** Larger numbers would be infinite when squared. */
const largest = 1e100;

/** What an indicator has been like; it is saved with it. */
interface Habit {
  known: number;
  mean: number;
  variance: number;
  /** Steps from one value to the next. */
  interval: number;
  /** Steps since the newest value. */
  age: number;
}

/**
 * A series that may lead the load, by step: how far each value was from the mean until then, in standard deviations
 * until then, so that neither its unit nor its future matters. A value stands until the next one comes, or until three
 * of its usual intervals have passed: what is missing for longer is not known, and is never zero.
 */
export class Indicator {
  readonly #deviations: StepValues;
  readonly #horizon: number;
  readonly #habit: Habit = { known: 0, mean: 0, variance: 0, interval: 1, age: 0 };

  /** `kept` is how many of the newest steps can be read for certain; older values count e times less each `horizon` steps. */
  constructor(kept: number, horizon: number) {
    this.#deviations = new StepValues(kept);
    this.#horizon = horizon;
  }

  /** Step after the newest. */
  get end(): number {
    return this.#deviations.end;
  }

  /** Takes the value of the next step, `null` where there was none. */
  push(value: number | null): void {
    this.#deviations.push(value === null ? this.#standing() : this.#took(value));
  }

  /** Standard deviations from the mean at a step; NaN where nothing is known. */
  at(step: number): number {
    return this.#deviations.at(step);
  }

  save(to: StateWriter): void {
    const { known, mean, variance, interval, age } = this.#habit;
    to.array(Float64Array.of(known, mean, variance, interval, age));
    this.#deviations.save(to);
  }

  restore(from: StateReader): void {
    const state = new Float64Array(5);
    from.into(state);
    const [known = 0, mean = 0, variance = 0, interval = 1, age = 0] = state;
    Object.assign(this.#habit, { known, mean, variance, interval, age } satisfies Habit);
    this.#deviations.restore(from);
  }

  #standing(): number {
    const habit = this.#habit;
    habit.age += 1;
    return habit.age > standing.intervals * habit.interval ? Number.NaN : this.at(this.end - 1);
  }

  /** Mean and variance by exponential forgetting, as a plain mean at first (West, CACM 22, 1979, with constant weights). */
  #took(value: number): number {
    const habit = this.#habit;
    // An outage must not pass for a rhythm.
    const interval = Math.min(habit.age + 1, 2 * standing.intervals * habit.interval);
    if (habit.known > 0)
      habit.interval += (interval - habit.interval) / Math.min(habit.known, standing.memory);
    habit.age = 0;
    habit.known += 1;
    const weight = 1 / Math.min(habit.known, Math.max(fewest, this.#horizon / habit.interval));
    const tamed = Math.max(-largest, Math.min(largest, value));
    const step = tamed - habit.mean;
    habit.mean += weight * step;
    habit.variance = (1 - weight) * (habit.variance + weight * step * step);
    if (habit.known < fewest) return Number.NaN;
    const deviation = habit.variance > 0 ? (tamed - habit.mean) / Math.sqrt(habit.variance) : 0;
    return Math.max(-furthest, Math.min(furthest, deviation));
  }
}
