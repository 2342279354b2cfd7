import { z } from 'zod';
import { messageCodec } from './message-codec.ts';
import { count, decimal, known, symbol } from './message-fields.ts';

/** Name and version that travel in the `schema` header of an alert. */
export const alertSchemaName = 'alert/1';

/** What an alert is about. */
export const alertKinds = ['PriceJump', 'VolumeSpike', 'PriceAndVolume'] as const;

/** Rules that can raise an alert; `tail-probability` keeps to the daily budget, the others are textbook. */
export const alertRules = ['tail-probability', 'z-score', 'volume-spike'] as const;

/**
 * Value of a message in `.alerts.v1`, version 1: one step in the life of an alert. Messages with the same `id` tell
 * of the same alert: `Opened` once, `Updated` while it grows, `Resolved` once.
 */
export const alertSchema = z.object({
  id: z.string().min(1).max(128).describe('The same in every message about this alert.'),
  symbol: symbol(),
  state: z.enum(['Opened', 'Updated', 'Resolved']).describe('Which step this is.'),
  kind: z.enum(alertKinds).describe('What it is about.'),
  rule: z.enum(alertRules).describe('What raised it.'),
  score: z
    .number()
    .min(0)
    .describe('How far out: minus the decimal logarithm of the tail probability; 4 is one minute in 10,000.'),
  tailProbability: z
    .number()
    .min(0)
    .max(1)
    .describe('How often a minute of this symbol lies as far out, at the worst moment so far.'),
  time: count().describe('Event time of this step, milliseconds since 1970-01-01T00:00:00Z.'),
  openedAt: count().describe('Event time of the trade that opened it.'),
  resolvedAt: count().nullable().describe('Event time at which it was over; null while it is not.'),
  price: decimal().describe('Price at the worst moment so far.'),
  logReturn: known().describe('Logarithm of that price over the close of the minute before.'),
  returnSigmas: known().describe('The same in standard deviations.'),
  volume: z.number().min(0).describe('Base asset traded in the minute, up to the worst moment so far.'),
  volumeChange: known().describe('That volume over its mean in the hour before, minus 1: 2 is +200 %.'),
  message: z.string().max(400).describe('What happened, as a sentence.'),
});

/** One step in the life of an alert. */
export type Alert = Readonly<z.infer<typeof alertSchema>>;
export type AlertKind = (typeof alertKinds)[number];
export type AlertRule = (typeof alertRules)[number];

const codec = messageCodec('Alert', 'ALERT_INVALID', alertSchema);

/** The JSON text of an alert. */
export const encodeAlert: (alert: Alert) => string = codec.encode;

/** Reads the value of an alert; throws MarketError ALERT_INVALID naming the member and the rule. */
export const decodeAlert: (text: string) => Alert = codec.decode;
