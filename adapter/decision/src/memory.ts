import { noSpending } from './budget.ts';
import type { DecisionMemory } from './decision.ts';
import { noShortfall } from './shortfall.ts';

/** Memory before the first decision. */
export const firstMemory: DecisionMemory = {
  decidedAt: undefined,
  chosen: undefined,
  holds: [],
  riskCorrection: 0,
  meanNeed: undefined,
  shortfall: noShortfall,
  spending: noSpending,
};
