/** Mean size of the first `end` values; 1 where all are zero, so that it can be divided by. */
export function meanSizeOf(values: Float64Array, end: number): number {
  let sum = 0;
  for (let time = 0; time < end; time += 1) sum += Math.abs(values[time] as number);
  return sum > 0 ? sum / end : 1;
}
