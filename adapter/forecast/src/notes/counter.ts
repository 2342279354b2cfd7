/** Known values below which nothing is said. */
const fewestValues = 24;
/** Share of rising steps that only a counter has. */
const risingShare = 0.8;
/** A value that falls below this share of the one before it began again. */
const resetShare = 0.5;

/** A history that looks like a count since some start instead of a load. */
export interface CounterSign {
  /** Times that the count began again. */
  readonly resets: number;
}

/**
 * Whether the values only ever rise and now and then begin again near zero, as the total of a counter does. A load
 * falls as well as it rises; its forecast from a total would be nonsense. Undefined where it is no counter.
 */
export function counterSign(values: Float64Array): CounterSign | undefined {
  let [known, rises, resets] = [0, 0, 0];
  let before = Number.NaN;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < 0) return undefined;
    known += 1;
    if (value > before) rises += 1;
    else if (value < before) {
      if (value > resetShare * before) return undefined;
      resets += 1;
    }
    before = value;
  }
  const counting = known >= fewestValues && rises >= risingShare * (known - 1);
  // More resets than one in ten steps are a saw-tooth, which a load may be.
  return counting && resets * 10 <= known ? { resets } : undefined;
}
