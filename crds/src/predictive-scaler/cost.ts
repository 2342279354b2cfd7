import { z } from 'zod';
import { decimal } from '../schema/fields.ts';

/** What a replica costs and what may be spent. */
export const costSchema = z.object({
  pricePerReplicaHour: decimal().describe('Price of one pod for one hour, such as "0.048".'),
  currency: z
    .string()
    .max(3)
    .regex(/^[A-Z]{3}$/)
    .default('USD')
    .describe('Currency of all amounts, as its three letters.'),
  budgetPerDay: decimal()
    .optional()
    .describe(
      'Most that may be spent in a day. The scaler then caps the pods and says so. Left out, there is no cap.',
    ),
});

/** What a replica costs and what may be spent, with defaults filled in. */
export type Cost = z.infer<typeof costSchema>;
