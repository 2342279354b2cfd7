import { alarmsPerDay, alertsOf } from './alarms.ts';
import { type AnomalySize, inject, placesFor } from './injection.ts';
import type { RecordedMinute } from './recorded-bars.ts';

/** How anomalies of one size were found, over some runs. */
export interface Recall {
  readonly injected: number;
  readonly found: number;
  /** Most alarms in a day of any run. */
  readonly mostAlarms: number;
}

/** Injects one anomaly a day and counts those of which an alert told within their minute. */
export function recallOf(
  minutes: readonly RecordedMinute[],
  size: AnomalySize,
  runs: number,
  random: () => number,
): Recall {
  let [injected, found, mostAlarms] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const places = placesFor(minutes, random);
    const alerts = alertsOf(inject(minutes, places, size, random));
    const told = new Set(
      alerts.filter(({ state }) => state !== 'Resolved').map(({ time }) => Math.floor(time / 60_000)),
    );
    injected += places.length;
    found += places.filter((at) => told.has((minutes[at]?.start ?? 0) / 60_000)).length;
    mostAlarms = Math.max(mostAlarms, alarmsPerDay(alerts, minutes).most);
  }
  return { injected, found, mostAlarms };
}

/** Chance that is the same in every run: from 0 up to 1 (Park and Miller, CACM 31 (1988)). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
