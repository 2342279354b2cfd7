import { z } from 'zod';
import { int } from './fields.ts';

/** A condition as KEP-1623 has it. */
export const conditionSchema = z.object({
  type: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Z][A-Za-z0-9]*$/)
    .describe('What is judged.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  observedGeneration: int(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Generation of the spec that was judged.'),
  lastTransitionTime: z
    .string()
    .max(40)
    .meta({ format: 'date-time' })
    .describe('When the status last changed.'),
  reason: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/)
    .describe('Why, as one constant word. The list is closed; see docs/conditions.md.'),
  message: z.string().max(4096).describe('Why, as a sentence for people, and what to do.'),
});

/** A condition of either kind. */
export type Condition = z.infer<typeof conditionSchema>;

/** The conditions of a status: one for each type, each type with its own writer. */
export const conditionsSchema = z
  .array(conditionSchema)
  .max(32)
  .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] })
  .optional()
  .describe('What holds at present, one condition for each type.');
