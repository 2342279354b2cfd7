import { describeResponses } from '@pricecast/runtime';
import type { z } from 'zod';

/** Description of a route for OpenAPI. */
export const describeRoute = (summary: string, answer: z.ZodType) => ({
  summary,
  tags: ['pipeline'],
  response: describeResponses(answer, 'output'),
});
