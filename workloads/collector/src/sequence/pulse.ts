/** How often a stream brings trades, and when its silence becomes suspicious. Times in milliseconds since the epoch. */
export interface Pulse {
  readonly lastAt: number;
  /** Mean distance between trades, weighing recent ones more; undefined before the second trade. */
  readonly meanMilliseconds: number | undefined;
  /** When to look at REST for trades that the stream did not bring. */
  readonly lookAt: number;
  /** Looks since the last trade. */
  readonly looks: number;
  /** Those that found trades which the stream had not brought. */
  readonly misses: number;
}

const newestWeight = 0.05;
const quietFactor = 3;
const shortestSilence = 2_000;
const longestSilence = 60_000;
const unknownSilence = 15_000;
const longestPause = 300_000;
/** One miss may be a trade that was just on its way. */
const missesOfAStall = 2;
const lookAgainAfterMiss = 1_000;

/** The pulse of a stream that was just opened. What it used to do before still counts. */
export function startPulse(now: number, before?: Pulse): Pulse {
  return pulseOf(now, before?.meanMilliseconds);
}

/** The pulse after a trade. */
export function beat({ lastAt, meanMilliseconds }: Pulse, now: number): Pulse {
  const distance = Math.max(0, now - lastAt);
  if (meanMilliseconds === undefined) return pulseOf(now, distance);
  return pulseOf(now, meanMilliseconds + newestWeight * (distance - meanMilliseconds));
}

/**
 * The pulse after a look at REST. One that found trades is followed by another soon;
 * each one in vain doubles the pause, up to 5 min, for a quiet market is no fault.
 */
export function looked(pulse: Pulse, foundTrades: boolean, now: number): Pulse {
  const looks = pulse.looks + 1;
  if (foundTrades) return { ...pulse, looks, misses: pulse.misses + 1, lookAt: now + lookAgainAfterMiss };
  const pause = bearableSilence(pulse.meanMilliseconds) * 2 ** Math.min(looks, 20);
  return { ...pulse, looks, lookAt: now + Math.min(pause, longestPause) };
}

/** True when the stream is open and dumb: REST had trades again and again that it did not bring. */
export function isStalled({ misses }: Pulse): boolean {
  return misses >= missesOfAStall;
}

function pulseOf(lastAt: number, meanMilliseconds: number | undefined): Pulse {
  return {
    lastAt,
    meanMilliseconds,
    lookAt: lastAt + bearableSilence(meanMilliseconds),
    looks: 0,
    misses: 0,
  };
}

/** Three times the usual distance of trades, from 2 s up to 60 s. */
function bearableSilence(meanMilliseconds: number | undefined): number {
  if (meanMilliseconds === undefined) return unknownSilence;
  return Math.min(Math.max(quietFactor * meanMilliseconds, shortestSilence), longestSilence);
}
