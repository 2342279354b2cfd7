import { expect, test } from 'vitest';
import { calmTrace, dailyTrace, setupOf } from '../testing/daily-trace.ts';
import { bear, borneRiskPercent } from './bear.ts';
import { faults } from './faults.ts';

const trace = dailyTrace(4);

test.each(faults.map((fault) => [fault.name, fault] as const))(
  '%s: short no longer than a plain HPA, by a twentieth and a minute a day',
  { timeout: 60_000 },
  (_name, fault) => {
    const { own, bound } = bear(trace, fault, setupOf(trace, { max: 400 }));
    expect(own.violationMinutesPerDay).toBeLessThanOrEqual(bound);
  },
);

// Here the forecast holds hardly more pods than are needed, so that a fault meets fewer of them than the HPA has. The
// HPA is never short, so that less than the minute a day that the bound leaves has to be asked for.
const calmly = { type: 'Shortfall', percent: borneRiskPercent } as const;

test.each([
  'twice the load from a deploy on',
  'a deploy whose replicas serve 30 % less',
  'samples are lost for a day',
  'ten times the load for five minutes',
])(
  '%s: on a calm load, too, short no longer than a plain HPA, though the forecast had far fewer pods',
  { timeout: 60_000 },
  (name) => {
    const calm = calmTrace(4);
    const fault = faults.find((one) => one.name === name) ?? expect.unreachable();
    const { own, bound } = bear(calm, fault, setupOf(calm, { risk: calmly, max: 400 }));
    expect(own.violationMinutesPerDay).toBeLessThanOrEqual(bound);
  },
);
