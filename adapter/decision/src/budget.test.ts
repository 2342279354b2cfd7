import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import { firstMemory } from './memory.ts';
import { forecastOf, outlookAround, someInput, someSettings } from './testing/decision-input.ts';

const day = 20_000 * 86_400_000;

/** Runs a day of decisions, a pod per decision following at once, and returns what was spent. */
function spentInADay(perDay: number, loads: readonly number[]) {
  const settings = { ...someSettings, budget: { pricePerReplicaHour: 1, perDay } };
  const stepMinutes = 5;
  let [memory, current, spent] = [firstMemory, 1, 0];
  for (let minute = 0; minute < 1_440; minute += stepMinutes) {
    const now = day + minute * 60_000;
    const load = loads[Math.floor((minute / 1_440) * loads.length)] ?? 0;
    const replicas = { current, ready: current };
    const seen = { now, sample: { at: now, load }, forecast: forecastOf(outlookAround(load), now) };
    const decision = decide(someInput({ ...seen, settings, replicas, memory }));
    memory = decision.memory;
    current = decision.desiredReplicas ?? current;
    spent += (current * stepMinutes) / 60;
  }
  return spent;
}

test('whatever the load, a day never costs more than its budget', () => {
  const loads = fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 4, maxLength: 12 });
  fc.assert(
    fc.property(loads, fc.integer({ min: 30, max: 1_500 }), (load, perDay) => {
      expect(spentInADay(perDay, load)).toBeLessThanOrEqual(perDay);
    }),
    { numRuns: 20 },
  );
});

test('a budget that minReplicas alone exceeds is named', () => {
  const settings = { ...someSettings, minReplicas: 5, budget: { pricePerReplicaHour: 1, perDay: 24 } };
  const decision = decide(someInput({ settings }));
  expect(decision.desiredReplicas).toBe(5);
  expect(decision.limitedBy).toContain('BudgetBelowMinimum');
});

test('risk is relaxed before replicas are taken away, and both are said', () => {
  const budgeted = (perDay: number) =>
    decide(
      someInput({
        now: day + 43_200_000,
        sample: { at: day + 43_200_000, load: 800 },
        forecast: forecastOf(outlookAround(800), day + 43_200_000),
        settings: { ...someSettings, budget: { pricePerReplicaHour: 1, perDay } },
      }),
    );
  expect(budgeted(200).limitedBy).toEqual([]);
  expect(budgeted(110).limitedBy).toEqual(['RiskRelaxed']);
  expect(budgeted(13).limitedBy).toEqual(['Budget', 'RiskRelaxed']);
  expect(budgeted(13).message).toContain('pods count as dearer');
});
