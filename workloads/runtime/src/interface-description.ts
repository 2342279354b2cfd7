import { z } from 'zod';
import { problemAnswer, problemMediaType } from './http-problem.ts';

/** Whether a schema tells what is taken in, or what comes out of it. */
export type SchemaSide = 'input' | 'output';

/** JSON Schema of what goes in or comes out, without its dialect: OpenAPI names that once. */
export function jsonSchema(schema: z.ZodType, io: SchemaSide): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** What a route answers, for OpenAPI: the answer, or a problem. */
export function describeResponses(answer: z.ZodType, io: SchemaSide) {
  const body = (schema: z.ZodType, type: string, description: string) => ({
    description,
    content: { [type]: { schema: jsonSchema(schema, io) } },
  });
  return {
    200: body(answer, 'application/json', 'The answer'),
    default: body(problemAnswer, problemMediaType, 'What is wrong'),
  };
}
