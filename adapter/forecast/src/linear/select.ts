/**
 * The value of that rank, 0 for the smallest, by partial sorting: what is not asked for stays unsorted. Reorders
 * the values. (Hoare, Algorithm 65: FIND, Communications of the ACM 4, 1961.)
 */
export function selectInPlace(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] as number;
    let low = from;
    let high = to;
    while (low <= high) {
      while ((values[low] as number) < pivot) low += 1;
      while ((values[high] as number) > pivot) high -= 1;
      if (low > high) break;
      const swapped = values[low] as number;
      values[low] = values[high] as number;
      values[high] = swapped;
      low += 1;
      high -= 1;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return values[rank] ?? Number.NaN;
}

/** The upper median. Reorders the values. */
export function medianInPlace(values: Float64Array): number {
  return selectInPlace(values, values.length >> 1);
}
