import { z } from 'zod';
import { apiVersion, predictiveScalerKind } from '../api.ts';
import { type Parsed, parseWith } from '../parse.ts';
import type { ObjectMeta } from '../schema/object-meta.ts';
import { type PredictiveScalerSpec, predictiveScalerSpecSchema } from './spec.ts';
import { type PredictiveScalerStatus, predictiveScalerStatusSchema } from './status.ts';

/** A scaler as it is stored. */
export interface PredictiveScaler {
  readonly apiVersion: typeof apiVersion;
  readonly kind: typeof predictiveScalerKind.kind;
  readonly metadata: ObjectMeta;
  readonly spec: PredictiveScalerSpec;
  readonly status?: PredictiveScalerStatus | undefined;
}

/** The whole object. */
export const predictiveScalerSchema = z.object({
  apiVersion: z.literal(apiVersion),
  kind: z.literal(predictiveScalerKind.kind),
  metadata: z.looseObject({ name: z.string().min(1), namespace: z.string().default('default') }),
  spec: predictiveScalerSpecSchema.describe('What is wanted.'),
  status: predictiveScalerStatusSchema.optional().describe('What is the case.'),
});

/** Reads a scaler of unknown origin and fills in its defaults. */
export const parsePredictiveScaler = (object: unknown): Parsed<PredictiveScaler> =>
  parseWith(predictiveScalerSchema, object) as Parsed<PredictiveScaler>;
