import { z } from 'zod';
import { Problem } from './problem.ts';

const name = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);

/** What may stand in the query of every question. */
export const querySchema = z.object({
  namespace: name.default('default').describe('Namespace of the scaler.'),
  limit: z.coerce.number().int().min(1).max(240).default(20).describe('Most decisions that are told.'),
});

/** A scaler in a path. */
export const pathSchema = z.object({ scaler: name.describe('Name of the PredictiveScaler.') });

/** Reads a query or a path; throws `Problem` QUERY_INVALID that names the parts that are wrong. */
export function readWith<T>(schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const parts = [...new Set(read.error.issues.map(({ path }) => path.join('.') || 'the query'))];
  const [issue] = read.error.issues;
  throw new Problem('QUERY_INVALID', `${parts.join(', ')} cannot be read: ${issue?.message ?? ''}`);
}
