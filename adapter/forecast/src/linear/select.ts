/**
 * The value of that rank, 0 for the smallest, by partial sorting: what is not asked for stays unsorted. Reorders
 * the values. (Hoare, Algorithm 65: FIND, Communications of the ACM 4, 1961.)
 */
export function selectInPlace(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] as number;
    const next = splitAt(values, from, to, pivot);
    if (rank >= next) from = next;
    else to = next - 1;
  }
  return values[rank] ?? Number.NaN;
}

/** Brings values up to the pivot before those from the pivot on; returns where the latter begin. */
function splitAt(values: Float64Array, from: number, to: number, pivot: number): number {
  let low = from - 1;
  let high = to + 1;
  for (;;) {
    do low += 1;
    while ((values[low] as number) < pivot);
    do high -= 1;
    while ((values[high] as number) > pivot);
    if (low >= high) return high + 1;
    const swapped = values[low] as number;
    values[low] = values[high] as number;
    values[high] = swapped;
  }
}

/** The upper median. Reorders the values. */
export function medianInPlace(values: Float64Array): number {
  return selectInPlace(values, values.length >> 1);
}
