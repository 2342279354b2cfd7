import { z } from 'zod';
import { atomicList, filledIn, int } from '../schema/fields.ts';

const policySchema = z.object({
  type: z.enum(['Pods', 'Percent']).describe('Whether value counts pods or percent of the present pods.'),
  value: int(1, 100_000).describe('Largest change within one period.'),
  periodSeconds: int(1, 1_800).describe('Length of the period in seconds.'),
});

const direction = (stabilizationSeconds: number) =>
  z.object({
    stabilizationWindowSeconds: int(0, 3_600)
      .default(stabilizationSeconds)
      .describe('Seconds over which the safest recent recommendation holds.'),
    selectPolicy: z
      .enum(['Max', 'Min', 'Disabled'])
      .default('Max')
      .describe('Which of several policies counts. Disabled forbids this direction.'),
    policies: atomicList(policySchema, 4)
      .optional()
      .describe('Limits on the speed. Left out, one jump to the wanted number is possible.'),
  });

/** How fast the HPA may follow, in the terms of autoscaling/v2. The tolerance is not here: it has to be 0. */
export const behaviorSchema = z.object({
  scaleUp: filledIn(direction(0)).describe('Speed of scaling up.'),
  scaleDown: filledIn(direction(300)).describe('Speed of scaling down.'),
});

/** How fast the HPA may follow, with defaults filled in. */
export type Behavior = z.infer<typeof behaviorSchema>;
