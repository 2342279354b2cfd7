import { z } from 'zod';

/** Shapes of the answers, for the description of the interface. Unknown numbers are null. */

const target = z.object({ kind: z.string(), name: z.string() });
const number = z.number().nullable();
const instant = z.string().describe('RFC 3339.');

const model = z
  .object({
    name: z.string(),
    skill: number.describe('1 − pinball loss ÷ that of the last value.'),
    coverage: number.describe('Share of values at or under the 0.9 quantile.'),
    armed: z.boolean().describe('Whether the forecast may act.'),
    historySeconds: z.number(),
    notes: z.array(z.string()),
  })
  .nullable()
  .describe('Null while nothing forecasts.');

const decision = z.object({
  at: instant,
  sampledAt: instant.nullable(),
  load: number.describe('Newest load.'),
  median: number.describe('0.5 quantile of the largest load to come.'),
  forecast: number.describe('0.9 quantile of the same.'),
  capacity: number.describe('Load that one pod serves.'),
  present: z.number(),
  ready: z.number(),
  desired: number.describe('Pods decided; null where there is no number.'),
  live: number.describe('Pods for the newest load alone.'),
  plainHpa: number.describe('Pods that an HPA at the reactive utilisation would have.'),
  armed: z.boolean(),
  stage: z.string(),
  reason: z.string(),
  limitedBy: z.array(z.string()),
  message: z.string(),
});

const source = {
  source: z.string(),
  seenAt: instant.nullable().describe('When it gave something for the last time.'),
  fault: z.string().nullable().describe('Why it gives nothing at present.'),
};

const demand = z.object({
  ...source,
  regressors: z.array(z.object({ name: z.string(), ...source })).describe('Series that lead the load.'),
});

const scaler = { namespace: z.string(), scaler: z.string(), target, demand };

export const predictionAnswer = z.object({
  ...scaler,
  leadTimeSeconds: z.number(),
  load: number,
  forecast: z
    .looseObject({
      madeAt: instant,
      until: instant.describe('Until when the forecast speaks.'),
      maximum: z
        .object({ levels: z.array(z.number()), loads: z.array(z.number()) })
        .describe('Quantiles of the largest load until then.'),
    })
    .describe('The newest forecast.'),
  model,
});

export const modelsAnswer = z.object({
  namespace: z.string(),
  models: z.array(
    z.object({
      scaler: z.string(),
      target,
      demand,
      leadTimeSeconds: z.number(),
      stage: z.string().nullable(),
      reason: z.string().nullable(),
      model,
    }),
  ),
});

export const decisionAnswer = z.object({
  ...scaler,
  decision: decision.describe('The newest one.'),
  decisions: z.array(decision).describe('Oldest first.'),
});

export const costAnswer = z.object({
  namespace: z.string(),
  scalers: z.array(
    z.object({
      scaler: z.string(),
      currency: z.string(),
      perReplicaHour: number,
      perHour: number.describe('Price of the pods decided for an hour.'),
      score: number.describe('Cost of the pods needed ÷ cost of those decided.'),
      perHourOfPlainHpa: number,
      replicas: z.object({ desired: number, plainHpa: number }),
    }),
  ),
  totals: z.array(
    z.object({ currency: z.string(), scalers: z.number(), perHour: number, perHourOfPlainHpa: number }),
  ),
});

export const healthAnswer = z.object({
  status: z.enum(['Ok', 'Starting']),
  scalers: z.number(),
  waitsFor: z.array(z.string()).describe('What the adapter is not ready without.'),
});
