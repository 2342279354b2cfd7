import { expect, test } from 'vitest';
import { dailyTrace, setupOf } from '../testing/daily-trace.ts';
import { bear } from './bear.ts';
import { faults } from './faults.ts';

const trace = dailyTrace(4);

test.each(faults.map((fault) => [fault.name, fault] as const))(
  '%s: short no longer than a plain HPA, by a twentieth and a minute a day',
  { timeout: 60_000 },
  (_name, fault) => {
    const { own, bound } = bear(trace, fault, (world) => setupOf(trace, { world, max: 400 }));
    expect(own.violationMinutesPerDay).toBeLessThanOrEqual(bound);
  },
);
