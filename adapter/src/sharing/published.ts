import { z } from 'zod';
import { jsonIn } from '../json-in.ts';
import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import type { ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';

/** What a replica publishes of a scaler after each decision. */
export interface Published {
  /** Absent while the target is not there. */
  readonly snapshot?: ScalerSnapshot | undefined;
  readonly explanation: Omit<Explanation, 'decision'>;
  readonly decision: LoggedDecision;
}

/** What a replica tells the others. */
export interface Message {
  readonly from: string;
  /** `namespace/name` of the scaler. */
  readonly key: string;
  readonly published: Published;
}

const named = z.looseObject({ namespace: z.string(), name: z.string() });
const messageSchema = z.object({
  from: z.string(),
  key: z.string().regex(/^[^/]+\/[^/]+$/),
  published: z.object({
    snapshot: z.looseObject({ scaler: named, figures: z.looseObject({}) }).optional(),
    explanation: named,
    decision: z.looseObject({ at: z.iso.datetime() }),
  }),
});

/** The message in a text; undefined where it is none, as that of a replica of another version may be. */
export const messageIn = (text: string): Message | undefined =>
  messageSchema.safeParse(jsonIn(text)).data as Message | undefined;
