import { expect, test } from 'vitest';
import { faults, faulty } from './faults.ts';
import { policies } from './policies/by-name.ts';
import { run } from './run.ts';
import { dailyTrace, setupOf } from './testing/daily-trace.ts';

const trace = dailyTrace(2);
const options = { warmupDays: 1, startupSeconds: () => 120 };

test.each(faults.map((fault) => [fault.name, fault] as const))(
  '%s: short no longer than a plain HPA, by a twentieth and a minute a day',
  { timeout: 60_000 },
  (_name, fault) => {
    const setup = setupOf(trace, { world: faulty(trace, fault), max: 400 });
    const plain = run(setup, policies.hpa(setup), options).violationMinutesPerDay;
    const own = run(setup, policies.predictive(setup), options).violationMinutesPerDay;
    expect(own).toBeLessThanOrEqual(1.05 * plain + 1);
  },
);
