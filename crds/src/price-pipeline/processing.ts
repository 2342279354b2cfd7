import { z } from 'zod';
import { int, setOf } from '../schema/fields.ts';

/** How raw trades become clean bars, features and alerts. */
export const processingSchema = z.object({
  latenessSeconds: int(0, 3_600)
    .default(2)
    .describe('Seconds that the watermark waits for late trades before a bar is closed.'),
  windowsSeconds: setOf(int(1, 86_400), 8)
    .min(1)
    .default([60, 300, 900])
    .describe('Windows in seconds over which features such as moving averages and volatility are computed.'),
});

/** How raw trades become clean bars, features and alerts, with defaults filled in. */
export type Processing = z.infer<typeof processingSchema>;
