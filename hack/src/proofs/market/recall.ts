import { alarmsPerDay, alertsOf } from './alarms.ts';
import { type AnomalySize, inject, placesFor } from './injection.ts';
import type { RecordedMinute } from './recorded-bars.ts';

/** How many anomalies were put in, and of how many an alert told within their minute. */
export interface Tally {
  readonly injected: number;
  readonly found: number;
}

/** How anomalies of one size were found, over some runs. */
export interface Recall {
  /** On the first half of the days, on which the constants of the detectors were chosen. */
  readonly firstHalf: Tally;
  /** On the second half, which they were not. */
  readonly secondHalf: Tally;
  /** Most alarms in a day of any run. */
  readonly mostAlarms: number;
}

/** Sums of several tallies. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (of: keyof Tally) => tallies.reduce((total, tally) => total + tally[of], 0);
  return { injected: sum('injected'), found: sum('found') };
}

/** Injects one anomaly a day and counts those of which an alert told within their minute. */
export function recallOf(
  minutes: readonly RecordedMinute[],
  size: AnomalySize,
  runs: number,
  random: () => number,
): Recall {
  const [firstHalf, secondHalf]: [Tally[], Tally[]] = [[], []];
  let mostAlarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const places = placesFor(minutes, random);
    const alerts = alertsOf(inject(minutes, places, size, random));
    const told = new Set(
      alerts.filter(({ state }) => state !== 'Resolved').map(({ time }) => Math.floor(time / 60_000)),
    );
    for (const at of places) {
      const half = at < minutes.length / 2 ? firstHalf : secondHalf;
      half.push({ injected: 1, found: told.has((minutes[at]?.start ?? 0) / 60_000) ? 1 : 0 });
    }
    mostAlarms = Math.max(mostAlarms, alarmsPerDay(alerts, minutes).most);
  }
  return { firstHalf: sumOf(firstHalf), secondHalf: sumOf(secondHalf), mostAlarms };
}

/** Chance that is the same in every run: from 0 up to 1 (Park and Miller, CACM 31 (1988)). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
