import {
  type CapacityMemory,
  type DecisionMemory,
  firstMemory,
  type GateMemory,
  type LeadTimeMemory,
  noCapacity,
  noLeadTime,
  noSkill,
  type Sample,
} from '@pricecast/decision';
import type { CurrentForecast } from './observation.ts';
import type { PartitionWeights } from './partition-weights.ts';

/** Everything about a scaler that outlives a restart; plain JSON. */
export interface ScalerMemory {
  readonly decision: DecisionMemory;
  readonly gate: GateMemory;
  readonly leadTime: LeadTimeMemory;
  readonly capacity: CapacityMemory;
  readonly weights?: PartitionWeights | undefined;
  /** Uids of present pods whose start was learned from. */
  readonly learnedPods: readonly string[];
  readonly sample?: Sample | undefined;
  /** The newest forecast, which is good until its time is over. */
  readonly forecast?: CurrentForecast | undefined;
}

/** Memory of a scaler that was never seen. */
export const noMemory: ScalerMemory = {
  decision: firstMemory,
  gate: noSkill,
  leadTime: noLeadTime,
  capacity: noCapacity,
  learnedPods: [],
};
