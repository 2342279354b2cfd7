import { z } from 'zod';
import { int } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';

const fields = z.object({
  type: z
    .enum(['Auto', 'Fixed'])
    .default('Auto')
    .describe(
      'Auto measures the time from created to serving on the pods of the target, Fixed takes your number.',
    ),
  seconds: int(1, 7_200).optional().describe('Lead time in seconds. Only for type Fixed, which needs it.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: "(self.type == 'Fixed') == has(self.seconds)",
    message: 'seconds must be set for type Fixed and left out for type Auto',
    fieldPath: '.seconds',
    holds: (leadTime) => (leadTime.type === 'Fixed') === (leadTime.seconds !== undefined),
  },
];

/** How long a new pod needs before it serves. */
export const leadTimeSchema = ruled(fields, rules);

/** How long a new pod needs before it serves, with defaults filled in. */
export type LeadTime = z.infer<typeof leadTimeSchema>;
