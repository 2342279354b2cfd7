import { z } from 'zod';
import { decimal, int } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';

const fields = z.object({
  type: z
    .enum(['Learned', 'Fixed'])
    .default('Learned')
    .describe('Learned measures what one pod serves while its backlog grows, Fixed takes your number.'),
  loadPerReplica: decimal()
    .optional()
    .describe('Load that one pod serves, in the unit of the demand. Only for type Fixed, which needs it.'),
  reactiveUtilizationPercent: int(10, 100)
    .default(70)
    .describe(
      'Share of its capacity in percent to which a pod is loaded while the forecast is not in charge.',
    ),
  cpuGuardPercent: int(10, 100)
    .optional()
    .describe(
      'CPU utilisation in percent of the requests above which pods are added whatever the forecast says. Left out, CPU is not looked at.',
    ),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: "(self.type == 'Fixed') == has(self.loadPerReplica)",
    message: 'loadPerReplica must be set for type Fixed and left out for type Learned',
    fieldPath: '.loadPerReplica',
    holds: (capacity) => (capacity.type === 'Fixed') === (capacity.loadPerReplica !== undefined),
  },
];

/** What one replica can serve. */
export const capacitySchema = ruled(fields, rules);

/** What one replica can serve, with defaults filled in. */
export type Capacity = z.infer<typeof capacitySchema>;
