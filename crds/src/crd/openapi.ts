import { z } from 'zod';
import type { SchemaNode } from './structural.ts';

/**
 * The OpenAPI form of a schema as a CRD wants it. An int-or-string loses its `anyOf`, whose typed members
 * an API server refuses; the bounds that `.meta()` gave it stay.
 */
export function openApiSchema(schema: z.ZodType): SchemaNode {
  const { $schema: _dialect, ...node } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema['x-kubernetes-int-or-string'] === true) delete jsonSchema.anyOf;
    },
  });
  return node;
}
