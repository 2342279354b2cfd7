import { z } from 'zod';
import { boundsAreOrdered, zeroNeedsKeda } from '../schema/bounds.ts';
import { filledIn, int, listByName } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';
import { behaviorSchema } from './behavior.ts';
import { capacitySchema } from './capacity.ts';
import { costSchema } from './cost.ts';
import { demandSchema } from './demand.ts';
import { eventSchema } from './events.ts';
import { gateSchema } from './gate.ts';
import { leadTimeSchema } from './lead-time.ts';
import { riskSchema } from './risk.ts';
import { targetRefSchema } from './target.ts';

const fields = z.object({
  targetRef: targetRefSchema.describe('Workload whose pods are counted.'),
  minReplicas: int(0, 10_000).default(1).describe('Fewest pods. 0 needs scaler KEDA.'),
  maxReplicas: int(1, 10_000).describe('Most pods.'),
  mode: z
    .enum(['Observe', 'Floor', 'Full'])
    .default('Observe')
    .describe(
      'The most that may happen. Observe forecasts and scales nothing, Floor raises minReplicas of the HPA that you own, Full renders the HPA or ScaledObject named by scaler. status.stage says what does happen.',
    ),
  scaler: z
    .enum(['HPA', 'KEDA', 'None'])
    .default('HPA')
    .describe(
      'What mode Full renders: an HPA, a ScaledObject of KEDA, or nothing, so that you scale on the served metrics yourself.',
    ),
  shadow: z
    .enum(['None', 'HPA'])
    .default('None')
    .describe(
      'What rehearses in mode Observe: nothing, or the HPA of mode Full at a twin of the target that has no pods, so that status.shadow says what it would do. Other modes ignore it.',
    ),
  demand: demandSchema.describe('Where the load is read.'),
  capacity: filledIn(capacitySchema).describe('How much load one pod serves.'),
  risk: riskSchema.default({ shortfallPercent: 1 }).describe('How much shortage is accepted.'),
  leadTime: filledIn(leadTimeSchema).describe('How long a new pod needs before it serves.'),
  behavior: filledIn(behaviorSchema).describe('How fast the number of pods may follow.'),
  events: listByName(eventSchema, 32)
    .optional()
    .describe('What is known to come and cannot be learned from history.'),
  cost: costSchema.optional().describe('What a pod costs and what may be spent.'),
  gate: filledIn(gateSchema).describe('When the forecast may act.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  boundsAreOrdered,
  zeroNeedsKeda('scaler'),
  {
    cel: "self.mode != 'Floor' || self.scaler == 'HPA'",
    message: 'mode Floor raises minReplicas of an HPA and needs scaler HPA',
    fieldPath: '.scaler',
    holds: (spec) => spec.mode !== 'Floor' || spec.scaler === 'HPA',
  },
];

/** What a user asks of a scaler. */
export const predictiveScalerSpecSchema = ruled(fields, rules);

/** What a user asks of a scaler, with defaults filled in. */
export type PredictiveScalerSpec = z.infer<typeof predictiveScalerSpecSchema>;
