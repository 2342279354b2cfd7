import {
  alertSchema,
  barSchema,
  cleanTradeSchema,
  featuresSchema,
  predictionLabels,
  predictionSchema,
  predictionTargets,
} from '@pricecast/market';
import { z } from 'zod';

/** Shapes of the answers, for the description of the interface. */

const head = {
  pipeline: z.string().describe('Name of the PricePipeline.'),
  position: z
    .string()
    .describe('Where this answer ends: an event stream that begins there goes on without a hole.'),
  syntheticSymbols: z.array(z.string()).describe('Symbols whose prices are made up.'),
};

export const pricesAnswer = z.object({
  ...head,
  latest: z.array(cleanTradeSchema).describe('Newest trade of each symbol.'),
  bars: z.array(barSchema).describe('Bars, oldest first within each symbol.'),
});
export const featuresAnswer = z.object({ ...head, features: z.array(featuresSchema) });
export const predictionsAnswer = z.object({ ...head, predictions: z.array(predictionSchema) });
export const alertsAnswer = z.object({ ...head, alerts: z.array(alertSchema) });

const figure = z.object({
  name: z.string(),
  label: z.string(),
  value: z.number().nullable().describe('Null while it is not known.'),
  unit: z.string(),
  target: z.object({ kind: z.enum(['AtLeast', 'Below', 'BuiltFor']), value: z.number() }),
  holds: z.boolean().nullable(),
});

const stage = z.object({
  name: z.string(),
  readyPods: z.number(),
  pods: z.number(),
  mostPods: z.number().nullable(),
  lagSeconds: z.number().nullable(),
  troubles: z.array(z.object({ type: z.string(), reason: z.string(), message: z.string() })),
});

const forecast = z.object({
  target: z.enum(predictionTargets),
  horizonSeconds: z.number(),
  judged: z.number().describe('Forecasts whose time has come.'),
  coverage: z.record(z.string(), z.number()).describe('How often the truth lay inside, by level in percent.'),
  errorRatio: z.number().nullable().describe('Error over that of the last value; below 1 is skill.'),
  labels: z
    .partialRecord(z.enum(predictionLabels), z.number())
    .describe('How many symbols carry which label.'),
});

export const metricsAnswer = z.object({
  pipeline: z.string(),
  at: z.number(),
  figures: z.array(figure),
  stages: z.array(stage),
  forecasts: z.array(forecast),
});

export const healthAnswer = z.object({
  status: z.enum(['Ok', 'Starting', 'Failing']),
  namespace: z.string(),
  pipeline: z.string(),
  streams: z.object({ open: z.number(), most: z.number() }),
  channels: z.record(z.string(), z.object({ warm: z.boolean(), trouble: z.string().nullable() })),
});

export const pipelinesAnswer = z.object({
  pipelines: z.array(
    z.object({
      name: z.string(),
      namespace: z.string(),
      symbols: z.array(z.string()),
      syntheticSymbols: z.array(z.string()),
    }),
  ),
});
