import { predictionTargets } from '@pricecast/market';
import { z } from 'zod';
import { type ChannelName, channelNames, isChannelName } from '../channel.ts';
import { Problem } from './problem.ts';

const symbolSpelling = /^[A-Z0-9]{1,30}$/;
const symbol = z
  .string()
  .regex(symbolSpelling, 'must be a symbol in upper case such as BTCUSDT')
  .describe('One symbol; left out: all of them.');

const wholeNumber = (lowest: number, highest: number) => {
  const message = `must be a whole number from ${lowest} to ${highest}`;
  return z.coerce.number({ error: message }).int(message).min(lowest, message).max(highest, message);
};

const page = {
  symbol: symbol.optional(),
  limit: wholeNumber(1, 10_000).default(600).describe('Most messages of each symbol, the newest.'),
  since: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .describe('Only messages with an event time from here on, milliseconds since 1970-01-01T00:00:00Z.'),
};

/** Query of features and alerts. */
export const pageQuery = z.object(page);

/** Query of prices. */
export const pricesQuery = z.object({
  ...page,
  intervalSeconds: z
    .enum(['1', '60'], 'must be 1 or 60')
    .default('60')
    .transform(Number)
    .describe('Length of the bars.'),
});

/** Query of predictions. */
export const predictionsQuery = z.object({
  ...page,
  target: z
    .enum(predictionTargets, `must be one of ${predictionTargets.join(', ')}`)
    .optional()
    .describe('What is predicted; left out: everything.'),
});

const list = (text: string): string[] => [...new Set(text.split(',').map((entry) => entry.trim()))];

/** Query of the event stream. */
export const streamQuery = z.object({
  channels: z
    .string()
    .default(channelNames.join(','))
    .transform(list)
    .refine(
      (names): names is ChannelName[] => names.every(isChannelName),
      `must be a list of ${channelNames.join(', ')}`,
    )
    .transform((names) => names as readonly ChannelName[])
    .describe(`Kinds of messages, separated by commas: ${channelNames.join(', ')}.`),
  symbols: z
    .string()
    .transform(list)
    .refine(
      (symbols) => symbols.length <= 200 && symbols.every((name) => symbolSpelling.test(name)),
      'must be a list of at most 200 symbols in upper case',
    )
    .optional()
    .describe('Symbols, separated by commas; left out: all.'),
  position: z
    .string()
    .optional()
    .describe(
      'Where to begin, as `position` of another answer; left out: now. Last-Event-ID goes before it.',
    ),
});

export type PageQuery = z.infer<typeof pageQuery>;
export type PricesQuery = z.infer<typeof pricesQuery>;
export type PredictionsQuery = z.infer<typeof predictionsQuery>;
export type StreamQuery = z.infer<typeof streamQuery>;

/** Reads a query; throws Problem QUERY_INVALID that names the parameter and its rule. */
export function readQuery<Schema extends z.ZodObject>(schema: Schema, query: unknown): z.infer<Schema> {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const sentences = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new Problem('QUERY_INVALID', sentences.join('; '));
}
