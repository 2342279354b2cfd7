import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Every fault that can stand for a while; the descriptions are the documentation. */
export const faultPlanSchema = z.strictObject({
  drop: share.describe('Share of frames that are never sent; their trades still exist in REST.'),
  duplicate: share.describe('Share of frames that are sent twice.'),
  reorder: share.describe('Share of frames that are sent after the next one.'),
  stall: z.boolean().describe('Connections stay open and get no data.'),
  refuse: z.boolean().describe('New WebSocket connections are reset.'),
  ignorePongs: z.boolean().describe('Pings are sent but no answer to them is accepted.'),
  clockOffsetMs: z.int().min(-600_000).max(600_000).describe('Added to every time that the server tells.'),
  speed: z.number().min(0.1).max(1_000).describe('The market runs this many times as fast as set up.'),
  rest: z
    .enum(['None', 'Hang', 'Error', 'Html', 'Truncated', 'Limited', 'Banned'])
    .describe('What REST does instead of answering; Limited is 429, Banned is 418.'),
  restShare: share.describe('Share of REST requests that `rest` applies to.'),
  restStatus: z.int().min(500).max(599).describe('Status of `rest: Error`.'),
  retryAfterSeconds: z.int().min(0).max(86_400).describe('Retry-After of Limited and Banned.'),
  values: z
    .enum(['Real', 'Zero', 'Negative', 'TwentyDigits', 'Tiny', 'Huge'])
    .describe('Price and quantity of new trades; they exist like that, in REST too.'),
  valuesShare: share.describe('Share of new trades that `values` applies to.'),
});

/** The faults that stand at one moment. */
export type FaultPlan = z.infer<typeof faultPlanSchema>;

/** A server without faults. */
export const noFaults: FaultPlan = {
  drop: 0,
  duplicate: 0,
  reorder: 0,
  stall: false,
  refuse: false,
  ignorePongs: false,
  clockOffsetMs: 0,
  speed: 1,
  rest: 'None',
  restShare: 1,
  restStatus: 503,
  retryAfterSeconds: 1,
  values: 'Real',
  valuesShare: 1,
};
