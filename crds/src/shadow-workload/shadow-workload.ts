import { z } from 'zod';
import { apiVersion, shadowWorkloadKind } from '../api.ts';
import { ageColumn, type PrinterColumn } from '../crd/column.ts';
import { int } from '../schema/fields.ts';

const spec = z.object({
  replicas: int(0, 10_000)
    .default(1)
    .describe(
      'Pods that the HPA asks for. The HPA writes it by the scale subresource, and nobody else does.',
    ),
});

const status = z.object({
  replicas: int(0, 10_000)
    .optional()
    .describe('The same number once the operator has seen it: a workload without pods follows at once.'),
  selector: z
    .string()
    .max(253)
    .optional()
    .describe(
      'Selector of its pods. No pod carries the label, so that the HPA of the real pods is left alone.',
    ),
});

/** The whole object. */
export const shadowWorkloadSchema = z.object({
  apiVersion: z.literal(apiVersion),
  kind: z.literal(shadowWorkloadKind.kind),
  metadata: z.looseObject({ name: z.string().min(1), namespace: z.string().default('default') }),
  spec: spec.describe('What the HPA wants.'),
  status: status.optional().describe('What is the case.'),
});

/** What `kubectl get shadowworkloads` shows. */
export const shadowWorkloadColumns: readonly PrinterColumn[] = [
  {
    name: 'Replicas',
    type: 'integer',
    jsonPath: '.spec.replicas',
    description: 'Pods that the HPA asks for.',
  },
  ageColumn,
];

/** Where the scale subresource of a ShadowWorkload finds its numbers. */
export const shadowWorkloadScale = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.status.selector',
} as const;
