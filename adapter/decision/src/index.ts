export { type BudgetEffect, budgetEffect } from './budget.ts';
export {
  type CapacityMemory,
  type CapacityObservation,
  capacityOf,
  learnCapacity,
  noCapacity,
  noteTemplate,
} from './capacity.ts';
export { decide } from './decide.ts';
export type {
  CapacityInput,
  Decision,
  DecisionFigures,
  DecisionInput,
  DecisionMemory,
  ForecastInput,
} from './decision.ts';
export { CalendarError } from './events/calendar-error.ts';
export { type EventWindow, eventFloor, type TimeSpan, withEvents } from './events/event-window.ts';
export { icsEvents } from './events/ics.ts';
export { occurrences } from './events/occurrences.ts';
export { readEvents } from './events/read-events.ts';
export {
  coverageOf,
  type ForecastOutcome,
  type GateMemory,
  type GateSettings,
  judgeForecast,
  noSkill,
  pinballLoss,
  skillPercent,
} from './gate.ts';
export {
  defaultLeadTimeSeconds,
  type LeadTime,
  type LeadTimeMemory,
  leadTimeOf,
  learnLeadTime,
  noLeadTime,
  type PodStart,
} from './lead-time.ts';
export { firstMemory } from './memory.ts';
export { type MonthEnd, monthEnd } from './month-end.ts';
export { offeredDemand } from './offered-demand.ts';
export { judgedLevel, OutcomeJudge } from './outcome-judge.ts';
export { exceedance, type Outlook, quantile } from './outlook.ts';
export { type Assignment, hotPartition, partitionShares, worstConsumerShare } from './partition-skew.ts';
export {
  costPerHour,
  costScore,
  defaultPriceBook,
  defaultTiers,
  type PriceBook,
  pricePerReplicaHour,
  type Tier,
  tierFor,
} from './price-book.ts';
export { type DecisionReason, decisionReasons, type Limit } from './reason.ts';
export {
  type Experience,
  experienced,
  noExperience,
  type Recommendation,
  recommendations,
} from './recommendation.ts';
export { type DecisionRecord, recordOf, repeated } from './record.ts';
export type { Instant, Sample } from './sample.ts';
export type { Budget, DecisionSettings, RiskSetting, Stage } from './settings.ts';
export { defaultGateSettings, gateSettingsOf, settingsOf } from './settings-of.ts';
export { loadServedBy, type Partitions, type Rung, replicasFor, supplyLadder } from './supply.ts';
