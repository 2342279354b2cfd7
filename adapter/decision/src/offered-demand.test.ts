import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import { drainLoad, offeredDemand } from './offered-demand.ts';
import { forecastOf, outlookAround, someInput } from './testing/decision-input.ts';

test('what was offered is what was served, turned away and put to wait', () => {
  const seen = { seconds: 10, served: 80, rejected: 5, waitingBefore: 100, waitingAfter: 300 };
  expect(offeredDemand(seen)).toBe(105);
});

test('work that waits a moment is no backlog, more is worked off in minutes', () => {
  expect(drainLoad(20_000, 800)).toBe(0);
  expect(drainLoad(24_000 + 30_000, 800)).toBe(100);
});

test('a backlog asks for more replicas, with a forecast and without', () => {
  const waiting = 24_000 + 60_000;
  const forecasts = [forecastOf(outlookAround(800)), undefined];
  for (const forecast of forecasts) {
    const changes = forecast === undefined ? { armed: false } : { forecast };
    const [none, some] = [decide(someInput(changes)), decide(someInput({ ...changes, waiting }))];
    expect(some.desiredReplicas).toBeGreaterThanOrEqual((none.desiredReplicas ?? 0) + 1);
  }
});
