import { z } from 'zod';
import { decimal } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';

const fields = z.object({
  shortfallPercent: decimal()
    .optional()
    .describe('Share of the minutes in percent that may be short of capacity, such as 1 or "0.5".'),
  costOfShortMinute: decimal()
    .optional()
    .describe('Pod-hours that one short minute is worth. The scaler then finds the cheapest number of pods.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: 'has(self.shortfallPercent) != has(self.costOfShortMinute)',
    message: 'set exactly one of shortfallPercent and costOfShortMinute',
    holds: (risk) => (risk.shortfallPercent === undefined) !== (risk.costOfShortMinute === undefined),
  },
  {
    cel: '!has(self.shortfallPercent) || double(string(self.shortfallPercent)) <= 50.0',
    message: 'shortfallPercent must not exceed 50',
    fieldPath: '.shortfallPercent',
    holds: (risk) => risk.shortfallPercent === undefined || Number(risk.shortfallPercent) <= 50,
  },
];

/** How much shortage is accepted. */
export const riskSchema = ruled(fields, rules);

/** How much shortage is accepted. */
export type Risk = z.infer<typeof riskSchema>;
