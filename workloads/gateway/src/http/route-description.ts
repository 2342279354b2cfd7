import { z } from 'zod';
import { problemAnswer } from './api-schemas.ts';

/** Description of a route for OpenAPI. */
export function describeRoute(summary: string, answer: z.ZodType) {
  const body = (schema: z.ZodType, type: string, description: string) => {
    return { description, content: { [type]: { schema: jsonSchema(schema, 'output') } } };
  };
  return {
    summary,
    tags: ['pipeline'],
    response: {
      200: body(answer, 'application/json', 'The answer'),
      default: body(problemAnswer, 'application/problem+json', 'What is wrong'),
    },
  };
}

/** JSON Schema of what goes in or comes out. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
