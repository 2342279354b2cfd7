import { defaultGateSettings } from '@pricecast/decision';
import { expect, test } from 'vitest';
import { seeded } from '../seeded.ts';
import { dailyTrace } from '../testing/daily-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { worldOf } from '../world.ts';
import { Forecasts } from './forecasts.ts';

/** Whether the forecasts of a trace have earned to act by its end. */
function armedAtTheEnd(trace: Trace): boolean {
  const forecasts = new Forecasts(worldOf(trace), 300, { gate: defaultGateSettings() });
  for (let row = 0; row < trace.times.length; row += 1) forecasts.at(row, (trace.times[row] ?? 0) + 30);
  return forecasts.armed;
}

test('jumps by the clock earn the forecast its place', () => {
  expect(armedAtTheEnd(dailyTrace(3))).toBe(true);
});

test('a load that wanders at random does not', () => {
  const random = seeded(5);
  const { times } = dailyTrace(3);
  let load = 500;
  const loads = times.map(() => {
    load = Math.max(1, load + 20 * (random() - 0.5));
    return load;
  });
  expect(armedAtTheEnd({ times, loads })).toBe(false);
});
