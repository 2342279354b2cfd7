import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { DecisionInput, DecisionMemory } from './decision.ts';
import { firstMemory } from './memory.ts';
import { forecastOf, noon, outlookAround, someInput } from './testing/decision-input.ts';

/** Ten minutes of decisions each 15 s on loads that come each minute, missing where null; `between` handles memory. */
function counts(
  loads: readonly (number | null)[],
  between: (memory: DecisionMemory, step: number) => DecisionMemory,
): (number | undefined)[] {
  let memory = firstMemory;
  let current = 10;
  let seen: DecisionInput['sample'];
  return Array.from({ length: 4 * loads.length }, (_, step) => {
    const now = noon + 15_000 * step;
    const load = loads[Math.floor(step / 4)];
    if (step % 4 === 0 && typeof load === 'number') seen = { at: now, load };
    const forecast = forecastOf(outlookAround(seen?.load ?? 0), now);
    const replicas = { current, ready: current };
    const decision = decide(
      someInput({ now, sample: seen, forecast, replicas, memory: between(memory, step) }),
    );
    memory = decision.memory;
    current = decision.desiredReplicas ?? current;
    return decision.desiredReplicas;
  });
}

const load = fc.double({ min: 0, max: 5_000, noNaN: true });

test('a restart in the middle changes nothing', () => {
  fc.assert(
    fc.property(fc.array(load, { minLength: 10, maxLength: 10 }), fc.nat(39), (loads, at) => {
      const kept = (memory: DecisionMemory) => memory;
      const written = (memory: DecisionMemory, step: number) =>
        step === at ? JSON.parse(JSON.stringify(memory)) : memory;
      expect(counts(loads, written)).toEqual(counts(loads, kept));
    }),
    { numRuns: 30 },
  );
});

test('missing input never scales: after two intervals there is no number, and never a smaller one before', () => {
  fc.assert(
    fc.property(load, fc.nat(6), (last, minutes) => {
      const found = counts([last, last, ...new Array<null>(minutes).fill(null)], (memory) => memory);
      const before = found[7] ?? 0;
      for (const [step, count] of found.entries())
        if (step >= 8) expect(count === undefined || count >= before).toBe(true);
      expect(found.slice(13).every((count) => count === undefined)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
