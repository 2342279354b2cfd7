import { z } from 'zod';
import { conditionsSchema } from '../schema/condition.ts';
import { int, statusText } from '../schema/fields.ts';

const scalerSchema = z.object({
  kind: z
    .string()
    .max(63)
    .optional()
    .describe('Kind of the object: HorizontalPodAutoscaler or ScaledObject.'),
  name: z.string().max(253).optional().describe('Name of the object.'),
  tolerance: statusText().describe(
    'Tolerance that the HPA really has, read back from the cluster. 0 is wanted.',
  ),
});

const shadowSchema = z.object({
  replicas: int(0, 10_000)
    .optional()
    .describe('Pods that the HPA of mode Full would ask for, as a real HPA does at a twin without pods.'),
  tolerance: statusText().describe(
    'Tolerance that this HPA really has, read back from the cluster. 0 is wanted.',
  ),
});

const decisionSchema = z.object({
  desiredReplicas: int(0, 100_000)
    .optional()
    .describe('Pods wanted by the forecast and the newest sample together.'),
  liveReplicas: int(0, 100_000).optional().describe('Pods wanted by the newest sample alone.'),
  presentReplicas: int(0, 100_000).optional().describe('Pods that there were when the decision was made.'),
  limitedBy: statusText(128).describe('What held the number back, as one constant word.'),
  reason: statusText(128).describe('Why, as one constant word.'),
  message: z.string().max(4_096).optional().describe('Why, as a sentence for people.'),
  decidedAt: z
    .string()
    .max(40)
    .meta({ format: 'date-time' })
    .optional()
    .describe('When the decision was made.'),
});

const demandSchema = z.object({
  observedAt: z
    .string()
    .max(40)
    .meta({ format: 'date-time' })
    .optional()
    .describe('When the newest sample was taken.'),
  historySeconds: int(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Seconds of history that forecasts rest on, back-filled history included.'),
});

const costSchema = z.object({
  perHour: statusText().describe('Cost of the pods decided for one hour, with its currency.'),
  spentToday: statusText().describe('What was spent since midnight, with its currency.'),
  score: statusText().describe(
    'Cost of the pods needed divided by the cost of those decided, 0 to 1: 1 wastes nothing.',
  ),
});

const gateSchema = z.object({
  passedCycles: int(0, 1_000_000).optional().describe('Forecast cycles in a row that passed the gate.'),
  failedCycles: int(0, 1_000_000).optional().describe('Forecast cycles in a row that failed it.'),
});

const modelSchema = z.object({
  name: statusText(128).describe('Name of the model that forecasts.'),
  skillPercent: int(-100_000, 100).optional().describe('Skill against the last value in percent.'),
  coveragePercent: int(0, 100)
    .optional()
    .describe('Share of the samples in percent that lay within the interval.'),
});

/**
 * What is reported about a scaler. Two writers share it under two field managers: the operator writes
 * Ready, ScalerReady, TargetFound, Conflict, `scaler` and `shadow`, the adapter everything else. No field is
 * required and none has a default, so that neither writer touches what belongs to the other.
 */
export const predictiveScalerStatusSchema = z.object({
  observedGeneration: int(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Generation of the spec that the operator has answered.'),
  conditions: conditionsSchema,
  stage: z
    .enum(['Observe', 'Floor', 'Full'])
    .optional()
    .describe('What does happen at present. It never goes beyond spec.mode.'),
  load: statusText().describe('Newest load, with its unit.'),
  forecast: statusText().describe('Upper forecast of the load at the end of the lead time.'),
  capacity: statusText().describe('Load that one pod serves.'),
  replicas: statusText().describe('Present pods and wanted pods, as present/wanted.'),
  leadTimeSeconds: int(0, 86_400).optional().describe('Lead time in seconds that forecasts look ahead.'),
  scaler: scalerSchema.optional().describe('Object that changes the number of pods.'),
  shadow: shadowSchema.optional().describe('What the rehearsal of spec.shadow shows.'),
  demand: demandSchema.optional().describe('What is known about the load.'),
  decision: decisionSchema.optional().describe('Newest decision.'),
  gate: gateSchema.optional().describe('How far the forecast is from acting, or from stopping to act.'),
  cost: costSchema.optional().describe('What the pods cost. Only where a price is known.'),
  model: modelSchema.optional().describe('Model that forecasts, and how good it is.'),
});

/** What is reported about a scaler. */
export type PredictiveScalerStatus = z.infer<typeof predictiveScalerStatusSchema>;
