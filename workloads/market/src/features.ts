import { z } from 'zod';
import { messageCodec } from './message-codec.ts';
import { count, decimal, known, number, symbol } from './message-fields.ts';

/** Name and version that travel in the `schema` header of features. */
export const featuresSchemaName = 'features/1';

/** Spans over which volatility is measured, in seconds: 1, 5 and 30 minutes, 4 hours, a day. */
export const volatilitySpansSeconds = [60, 300, 1_800, 14_400, 86_400] as const;

const windowSchema = z.object({
  seconds: z.int().min(60).describe('Length of the window.'),
  warm: z.boolean().describe('False until the window is full: its figures then rest on fewer minutes.'),
  movingAverage: known().describe('Mean price over the window, each price weighted by the time it stood.'),
  volatility: known().describe(
    'Root of the mean squared return of a minute over the window; 0.001 is 0.1 %.',
  ),
  volumeChange: known().describe(
    'Volume of the window over that of the window before, minus 1: 2 is a rise by 200 %.',
  ),
  priceZScore: known().describe(
    'Standard deviations of the close from the mean of the window before this minute.',
  ),
  returnZScore: known().describe('The same of the return of this minute.'),
  volumeZScore: known().describe('The same of the logarithm of the volume of this minute.'),
});

/**
 * Value of a message in `.features.v1`, version 1: what is known of a symbol when a minute is complete.
 * Floating point, because these are statistics. What is not known yet is null, never 0.
 */
export const featuresSchema = z.object({
  symbol: symbol(),
  time: count().describe('End of the minute: the features use nothing behind it.'),
  close: decimal().describe('Price of the last trade before `time`.'),
  logReturn: known().describe('Logarithm of close over the close one minute before.'),
  volume: number().describe('Base asset traded in the minute.'),
  trades: count().describe('Aggregate trades in the minute; 0 when the ids show that there were none.'),
  windows: z.array(windowSchema).describe('One for each window of the pipeline, shortest first.'),
  volatility: z
    .array(
      z.object({
        seconds: z.int().min(60).describe('Length of the span.'),
        value: known().describe('Root of the mean squared return of a minute over the span.'),
      }),
    )
    .describe('Inputs of log-HAR models: 60, 300, 1800, 14400 and 86400 s.'),
  anomaly: z.object({
    zScore: z.boolean().describe('Rule z-score: the return lies more than 3 standard deviations out.'),
    volumeSpike: z.boolean().describe('Rule volume-spike: the volume lies more than 200 % above its mean.'),
    tailProbability: known().describe(
      'Combined score: how often return and volume together lie as far out in this symbol, from 0 to 1.',
    ),
  }),
});

/** What is known of a symbol when a minute is complete. */
export type Features = Readonly<z.infer<typeof featuresSchema>>;
/** Statistics of one window. */
export type WindowFeatures = Readonly<z.infer<typeof windowSchema>>;

const codec = messageCodec('Features', 'FEATURES_INVALID', featuresSchema);

/** The JSON text of features. */
export const encodeFeatures: (features: Features) => string = codec.encode;

/** Reads the value of features; throws MarketError FEATURES_INVALID naming the member and the rule. */
export const decodeFeatures: (text: string) => Features = codec.decode;
