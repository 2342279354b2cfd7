import { z } from 'zod';
import { int } from '../schema/fields.ts';

/** When the forecast may act: it has to be better than no forecast, and calibrated. */
export const gateSchema = z.object({
  minSkillPercent: int(0, 100)
    .default(10)
    .describe('Least skill in percent: how much smaller the pinball loss is than that of the last value.'),
  maxCoverageErrorPercent: int(1, 50)
    .default(5)
    .describe('Largest distance in percentage points between the coverage promised and the coverage seen.'),
  armAfterCycles: int(1, 10_000)
    .default(20)
    .describe('Forecast cycles in a row that have to pass before the forecast acts.'),
  disarmAfterCycles: int(1, 10_000)
    .default(20)
    .describe('Forecast cycles in a row that have to fail before the forecast stops acting.'),
});

/** When the forecast may act, with defaults filled in. */
export type Gate = z.infer<typeof gateSchema>;
