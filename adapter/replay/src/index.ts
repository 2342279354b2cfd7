export {
  defaultBehavior,
  type HpaBehavior,
  renderedBehavior,
  type ScalingPolicy,
  type ScalingRules,
} from './hpa/behavior.ts';
export { HpaController } from './hpa/controller.ts';
export { type MetricReading, type Proposal, propose, proposeAll } from './hpa/propose.ts';
export { isPolicyName, type PolicyName, policies } from './policies/by-name.ts';
export type { Policy, View, Wish } from './policies/policy.ts';
export type { Setup } from './policies/setup.ts';
export { ReplayError, type ReplayErrorCode } from './replay-error.ts';
export { type Look, type RunOptions, run } from './run.ts';
export type { Score } from './score.ts';
export { readTrace } from './trace/read-trace.ts';
export { automaticCapacity, stepOf, type Trace } from './trace/trace.ts';
export { TraceBuilder } from './trace/trace-builder.ts';
export { metricLagSeconds, syncSeconds, type World, worldOf } from './world.ts';
