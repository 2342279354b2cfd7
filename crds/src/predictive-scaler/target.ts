import { z } from 'zod';
import { objectName } from '../schema/fields.ts';

/** The workload that is scaled. */
export const targetRefSchema = z.object({
  apiVersion: z
    .string()
    .min(1)
    .max(128)
    .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[0-9]+((alpha|beta)[0-9]+)?$/)
    .default('apps/v1')
    .describe('API version of the workload.'),
  kind: z
    .string()
    .min(1)
    .max(63)
    .regex(/^[A-Z][A-Za-z0-9]*$/)
    .default('Deployment')
    .describe(
      'Kind of the workload. Deployments and StatefulSets work at once; other kinds with a scale subresource need rights from an administrator.',
    ),
  name: objectName().describe('Name of the workload. It lies in the namespace of this object.'),
});

/** The workload that is scaled, with defaults filled in. */
export type TargetRef = z.infer<typeof targetRefSchema>;
