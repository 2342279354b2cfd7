import { z } from 'zod';
import { boundsAreOrdered, zeroNeedsKeda } from '../schema/bounds.ts';
import { int } from '../schema/fields.ts';
import { ruled } from '../schema/rule.ts';

const fields = z.object({
  minReplicas: int(0, 1_000).default(1).describe('Fewest pods. 0 needs engine KEDA.'),
  maxReplicas: int(1, 1_000).default(12).describe('Most pods.'),
  engine: z
    .enum(['HPA', 'KEDA', 'None'])
    .default('HPA')
    .describe('Who changes the number of pods. None leaves it to you.'),
});

const stageSchema = ruled(fields, [boundsAreOrdered, zeroNeedsKeda('engine')]);

/** How many pods each scalable stage may have, and who decides. */
export const scalingSchema = z.object({
  processor: stageSchema.optional().describe('Bounds of the processor.'),
  forecaster: stageSchema.optional().describe('Bounds of the forecaster.'),
  gateway: stageSchema.optional().describe('Bounds of the gateway.'),
});

/** Bounds of one scalable stage, with defaults filled in. */
export type StageScaling = z.infer<typeof stageSchema>;
/** Bounds of the scalable stages that are set. */
export type Scaling = z.infer<typeof scalingSchema>;
