/** When a message arrived and how long after its event; milliseconds. */
export interface Arrival {
  readonly atMs: number;
  readonly delayMs: number;
}

/** How a stream fared in a time, in seconds. */
export interface Passage {
  readonly arrivals: number;
  /** Longest time without any arrival. */
  readonly silenceSeconds: number;
  /** Longest delay of an arrival: the pause of the partition that paused longest, and its usual delay. */
  readonly pauseSeconds: number;
  /** From the beginning to the last arrival that was later than `late`; 0 without one. */
  readonly lateForSeconds: number;
}

/** What happened between two times; `arrivals` in the order of their times. */
export function passage(
  arrivals: readonly Arrival[],
  { beginMs, endMs, lateMs }: { readonly beginMs: number; readonly endMs: number; readonly lateMs: number },
): Passage {
  const within = arrivals.filter(({ atMs }) => atMs >= beginMs && atMs < endMs);
  let before = beginMs;
  let silenceMs = 0;
  for (const atMs of [...within.map((arrival) => arrival.atMs), endMs]) {
    silenceMs = Math.max(silenceMs, atMs - before);
    before = atMs;
  }
  const late = within.findLast(({ delayMs }) => delayMs >= lateMs);
  return {
    arrivals: within.length,
    silenceSeconds: silenceMs / 1000,
    pauseSeconds: within.reduce((longest, { delayMs }) => Math.max(longest, delayMs), 0) / 1000,
    lateForSeconds: late === undefined ? 0 : (late.atMs - beginMs) / 1000,
  };
}
