/** What a counter showed at a moment; milliseconds since the epoch. */
export interface CounterMark {
  readonly at: number;
  readonly value: number;
}

/**
 * Increase of a counter per second between two looks. One that is smaller than before began anew at zero. Undefined
 * where no time has passed.
 */
export function counterRate(before: CounterMark, now: CounterMark): number | undefined {
  const seconds = (now.at - before.at) / 1_000;
  if (seconds <= 0) return undefined;
  return (now.value >= before.value ? now.value - before.value : now.value) / seconds;
}
