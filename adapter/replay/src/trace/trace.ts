/** Load over time: rows in order, times in seconds since the epoch. Missing values are left out. */
export interface Trace {
  readonly times: Float64Array;
  readonly loads: Float64Array;
  /** How rows were joined, where there were too many of them. */
  readonly joined?: Joined;
}

/** Rows of a file that became fewer: each is the largest load of its step, at the time of the last row of it. */
export interface Joined {
  readonly rows: number;
  readonly stepSeconds: number;
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
