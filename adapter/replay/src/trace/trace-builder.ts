import { ReplayError } from '../replay-error.ts';
import { stepOf, type Trace } from './trace.ts';

/** Days that a replay may span: each has 5,760 looks of the HPA, whether or not there are rows. */
const mostDays = 1_500;
/** Rows from which on those closer than a minute are joined: a forecast is made for each that is left. */
const mostRows = 200_000;
/** Steps into which rows are joined, in seconds, the shortest that makes them few enough. */
const joinedSteps: readonly number[] = [15, 30, 60];

/** Seconds by which a clock is put back at the end of summer time at most. */
const longestPutBack = 3_600;

const isoOf = (seconds = 0): string => new Date(1_000 * seconds).toISOString();

/**
 * Collects rows into a trace and refuses those that cannot be part of one. Too many rows are joined while they come,
 * so that memory and time follow the steps of a replay and not the rows of a file.
 */
export class TraceBuilder {
  readonly #most: number;
  #times = new Float64Array(1_024);
  #loads = new Float64Array(1_024);
  #count = 0;
  #rows = 0;
  #first = Number.NaN;
  #last = Number.NEGATIVE_INFINITY;
  /** Seconds of a step into which rows are joined; 0 while every row is kept. */
  #step = 0;
  /** Steps that are left to be tried. */
  #steps = joinedSteps;

  constructor(most = mostRows) {
    this.#most = most;
  }

  /** Rows that are kept. */
  get length(): number {
    return this.#count;
  }

  /** @throws ReplayError `TRACE_ORDER`, `TRACE_VALUE`, `TRACE_LONG` */
  add(time: number, load: number, line: number): void {
    if (load < 0)
      throw new ReplayError('TRACE_VALUE', `line ${line}: a load must not be negative, but ${load} is`);
    if (this.#rows === 0) this.#first = time;
    else this.#refuseDisorder(time, line);
    this.#rows += 1;
    this.#last = time;
    this.#put(time, load);
    if (this.#count > this.#most && this.#steps.length > 0) this.#join();
  }

  /** @throws ReplayError `TRACE_SHORT` */
  build(): Trace {
    if (this.#rows < 2)
      throw new ReplayError(
        'TRACE_SHORT',
        `the trace has ${this.#rows} rows with a value; at least 2 are needed`,
      );
    return {
      times: this.#times.slice(0, this.#count),
      loads: this.#loads.slice(0, this.#count),
      ...(this.#step > 0 ? { joined: { rows: this.#rows, stepSeconds: this.#step } } : {}),
    };
  }

  #refuseDisorder(time: number, line: number): void {
    if (time <= this.#last) {
      const problem =
        time === this.#last ? 'has the time of the row before' : 'is earlier than the row before';
      const isAnHour = this.#last - time <= longestPutBack;
      const clock = isAnHour
        ? '; a local clock that is put back shows an hour twice: write a zone or UTC'
        : '';
      throw new ReplayError(
        'TRACE_ORDER',
        `line ${line} ${problem}; sort the rows by time and keep one row for each time${clock}`,
      );
    }
    const days = (time - this.#first) / 86_400;
    if (days > mostDays)
      throw new ReplayError(
        'TRACE_LONG',
        `line ${line}: the rows span more than ${mostDays} days, from ${isoOf(this.#first)} to ${isoOf(time)}; no more can be replayed: is one of the times wrong?`,
      );
  }

  #stepAt = (time: number): number => Math.floor((time - this.#first) / this.#step);

  #put(time: number, load: number): void {
    const newest = this.#count - 1;
    const isSameStep =
      this.#step > 0 && newest >= 0 && this.#stepAt(this.#times[newest] ?? 0) === this.#stepAt(time);
    if (isSameStep) {
      this.#times[newest] = time;
      this.#loads[newest] = Math.max(this.#loads[newest] ?? 0, load);
      return;
    }
    if (this.#count === this.#times.length) this.#grow();
    this.#times[this.#count] = time;
    this.#loads[this.#count] = load;
    this.#count += 1;
  }

  /** Joins the rows so far into the next step that is longer than theirs; rows a minute apart are left alone. */
  #join(): void {
    const trace: Trace = {
      times: this.#times.slice(0, this.#count),
      loads: this.#loads.slice(0, this.#count),
    };
    const usual = stepOf(trace);
    const [step, ...longer] = this.#steps.filter((one) => one > usual);
    this.#steps = longer;
    if (step === undefined) return;
    this.#step = step;
    this.#count = 0;
    for (const [row, time] of trace.times.entries()) this.#put(time, trace.loads[row] ?? 0);
  }

  #grow(): void {
    const larger = (values: Float64Array) => {
      const grown = new Float64Array(2 * values.length);
      grown.set(values);
      return grown;
    };
    this.#times = larger(this.#times);
    this.#loads = larger(this.#loads);
  }
}
