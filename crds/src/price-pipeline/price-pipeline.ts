import { z } from 'zod';
import { apiVersion, pricePipelineKind } from '../api.ts';
import { type Parsed, parseWith } from '../parse.ts';
import type { ObjectMeta } from '../schema/object-meta.ts';
import { type Rule, ruled } from '../schema/rule.ts';
import { type PricePipelineSpec, pricePipelineSpecSchema } from './spec.ts';
import { type PricePipelineStatus, pricePipelineStatusSchema } from './status.ts';

/** A pipeline as it is stored. */
export interface PricePipeline {
  readonly apiVersion: typeof apiVersion;
  readonly kind: typeof pricePipelineKind.kind;
  readonly metadata: ObjectMeta;
  readonly spec: PricePipelineSpec;
  readonly status?: PricePipelineStatus | undefined;
}

/** Longest name of a pipeline: it leaves room for what child names add to it. */
export const maxPipelineNameLength = 40;

const fields = z.object({
  apiVersion: z.literal(apiVersion),
  kind: z.literal(pricePipelineKind.kind),
  metadata: z.looseObject({ name: z.string().min(1), namespace: z.string().default('default') }),
  spec: pricePipelineSpecSchema.describe('What is wanted.'),
  status: pricePipelineStatusSchema.optional().describe('What is the case.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: `size(self.metadata.name) <= ${maxPipelineNameLength}`,
    message: `metadata.name must have at most ${maxPipelineNameLength} characters, so that the names of its children fit`,
    holds: ({ metadata }) => metadata.name.length <= maxPipelineNameLength,
  },
];

/** The whole object. */
export const pricePipelineSchema = ruled(fields, rules);

/** Reads a pipeline of unknown origin and fills in its defaults. */
export const parsePricePipeline = (object: unknown): Parsed<PricePipeline> =>
  parseWith(pricePipelineSchema, object) as Parsed<PricePipeline>;
