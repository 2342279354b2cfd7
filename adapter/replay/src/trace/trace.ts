import { ReplayError } from '../replay-error.ts';

/** Load over time: rows in order, times in seconds since the epoch. Missing values are left out. */
export interface Trace {
  readonly times: Float64Array;
  readonly loads: Float64Array;
}

/** Usual time between two rows in seconds: the median of the first thousand or so. */
export function stepOf({ times }: Trace): number {
  const gaps: number[] = [];
  for (let row = 1; row < Math.min(times.length, 2_000); row += 1)
    gaps.push((times[row] as number) - (times[row - 1] as number));
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 60;
}

/** The load that 99.9 % of the rows do not exceed, ÷ 40: a capacity with which 40 replicas carry the peak. */
export function automaticCapacity({ loads }: Trace): number {
  const ordered = Float64Array.from(loads).sort();
  const place = Math.min(ordered.length - 1, Math.ceil(0.999 * ordered.length) - 1);
  return Math.max(1e-9, (ordered[place] ?? 0) / 40);
}

/** Days that a replay may span: each has 5,760 looks of the HPA, whether or not there are rows. */
const mostDays = 1_500;

const isoOf = (seconds = 0): string => new Date(1_000 * seconds).toISOString();

/** Collects rows into a trace and refuses those that cannot be part of one. */
export class TraceBuilder {
  #times = new Float64Array(1_024);
  #loads = new Float64Array(1_024);
  #count = 0;

  /** @throws ReplayError `TRACE_ORDER`, `TRACE_VALUE` */
  add(time: number, load: number, line: number): void {
    if (load < 0)
      throw new ReplayError('TRACE_VALUE', `line ${line}: a load must not be negative, but ${load} is`);
    const before = this.#times[this.#count - 1] ?? Number.NEGATIVE_INFINITY;
    if (this.#count > 0 && time <= before) {
      const problem = time === before ? 'has the time of the row before' : 'is earlier than the row before';
      throw new ReplayError(
        'TRACE_ORDER',
        `line ${line} ${problem}; sort the rows by time and keep one row for each time`,
      );
    }
    if (this.#count === this.#times.length) this.#grow();
    this.#times[this.#count] = time;
    this.#loads[this.#count] = load;
    this.#count += 1;
  }

  /** @throws ReplayError `TRACE_SHORT`, `TRACE_LONG` */
  build(): Trace {
    if (this.#count < 2)
      throw new ReplayError(
        'TRACE_SHORT',
        `the trace has ${this.#count} rows with a value; at least 2 are needed`,
      );
    const times = this.#times.slice(0, this.#count);
    const days = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 86_400;
    if (days > mostDays)
      throw new ReplayError(
        'TRACE_LONG',
        `the rows span ${Math.round(days)} days, from ${isoOf(times[0])} to ${isoOf(times.at(-1))}; at most ${mostDays} can be replayed: is one of the times wrong?`,
      );
    return { times, loads: this.#loads.slice(0, this.#count) };
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
