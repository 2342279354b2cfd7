import { bounded } from './bounds.ts';
import { type BudgetEffect, budgetEffect, spend } from './budget.ts';
import type { Decision, DecisionInput, DecisionMemory } from './decision.ts';
import { eventFloor } from './events/event-window.ts';
import { arrivalOf, isFresh } from './freshness.ts';
import { type Ahead, lookAhead } from './look-ahead.ts';
import { monthEnd } from './month-end.ts';
import { drainLoad, isBacklog } from './offered-demand.ts';
import { exceedance } from './outlook.ts';
import { hotPartition } from './partition-skew.ts';
import { costScore } from './price-book.ts';
import { isOverdue, noteMiss, reactiveLoad } from './reactive.ts';
import type { DecisionReason, Limit } from './reason.ts';
import { steer } from './risk.ts';
import type { Sample } from './sample.ts';
import { sentence } from './sentence.ts';
import type { DecisionSettings } from './settings.ts';
import { meterShortfall } from './shortfall.ts';
import { loadServedBy, type Rung, replicasFor, supplyLadder } from './supply.ts';

/** Minutes over which the mean need is taken. */
const meanNeedMinutes = 1_440;

/** Everything that is known once there is a fresh sample and a capacity. */
interface Situation {
  readonly input: DecisionInput;
  readonly sample: Sample;
  readonly loadPerReplica: number;
  readonly ladder: readonly Rung[];
  /** What is counted on: less than `ladder` while capacity is provisional. */
  readonly sure: readonly Rung[];
  readonly budget: BudgetEffect | undefined;
}

/**
 * Decides how many replicas a workload should have. Up is the larger of what the forecast and the newest
 * sample ask for, down is only what both allow. What is missing, stale or too short is a named outcome: then
 * there is no number, or the newest sample decides alone. The same input gives the same decision.
 */
export function decide(given: DecisionInput): Decision {
  const { sample, settings, capacity, now } = given;
  const time = { now, intervalSeconds: settings.intervalSeconds };
  const arrival = sample && arrivalOf(given.memory.arrival, sample, time);
  const input = { ...given, memory: { ...accounted(given), ...(arrival && { arrival }) } };
  if (sample === undefined || arrival === undefined) return withoutNumber(input, 'NoData');
  if (!isFresh(arrival, time)) return withoutNumber(input, 'DataStale');
  if (capacity.type === 'Unknown') return untilCapacityIsKnown(input, input.replicas.current);
  if (capacity.type === 'AtLeast') {
    const proven = supplyLadder(capacity.loadPerReplica, capacity.replicas, input.partitions);
    return untilCapacityIsKnown(input, replicasFor(proven, sample.load));
  }
  const { loadPerReplica } = capacity;
  const ladderOf = (load: number) => supplyLadder(load, settings.maxReplicas + 1, input.partitions);
  const ladder = ladderOf(loadPerReplica);
  const share = sureShare(input);
  const sure = share === 1 ? ladder : ladderOf(loadPerReplica * share);
  const isShort = sample.load > loadServedBy(ladder, input.replicas.ready);
  const memory = noteMiss(judged(input, sample, ladder), now, isShort);
  const known = { input: { ...input, memory }, sample, loadPerReplica, ladder, sure };
  return decideIn({ ...known, budget: budgetOf(input) });
}

/**
 * Share of a capacity that is counted on. A pod template that is not proven may serve less than the one before: until
 * it is, a replica counts for as much as a plain HPA would load it with.
 */
const sureShare = ({ capacity, settings }: DecisionInput): number =>
  capacity.type === 'Provisional' ? settings.reactiveUtilization : 1;

function decideIn(situation: Situation): Decision {
  const { input, sample, ladder, sure, budget } = situation;
  const { settings } = input;
  const limits = { settings, current: input.replicas.current, budget };
  const drain = drainLoad(input.waiting ?? 0, sample.load);
  const ahead = lookAhead(input, { ladder: sure, drain, relaxation: budget?.relaxation ?? 1 });
  const plain = replicasFor(ladder, sample.load / settings.reactiveUtilization + drain);
  const needed = replicasFor(ladder, sample.load + drain);
  const live = Math.max(
    replicasFor(ladder, reactiveLoad(input, sample, ahead.type === 'Asked') + drain),
    replicasFor(sure, sample.load + drain),
  );
  const wished = Math.max(live, ahead.type === 'Asked' ? ahead.replicas : promised(situation));
  const desired = bounded(wished, limits);
  const result = {
    desiredReplicas: desired.replicas,
    liveReplicas: Math.min(desired.replicas, bounded(live, limits).replicas),
    stage: ahead.type === 'Asked' ? settings.mode : ('Observe' as const),
    reason: reasonOf(situation, ahead, live),
    limitedBy: [...desired.limitedBy, ...relaxed(situation, ahead), ...skewLimits(situation, wished)],
    figures: {
      neededReplicas: needed,
      forecastReplicas: ahead.type === 'Asked' ? ahead.asked : undefined,
      plainHpaReplicas: bounded(plain, { ...limits, budget: undefined }).replicas,
      chanceShort:
        ahead.type === 'Asked'
          ? exceedance(ahead.outlook, loadServedBy(ladder, desired.replicas))
          : undefined,
      costScore: costScore(Math.max(needed, settings.minReplicas), desired.replicas),
      ...(priceOf(settings) === undefined ? {} : { monthEnd: monthEnd(input.memory.spending, input.now) }),
    },
    memory: ahead.memory,
  };
  return { ...result, message: sentence(input, result) };
}

/** Replicas that calendar events promise to need, whether or not there is a forecast. */
function promised({ input, sure }: Situation): number {
  if (input.events === undefined) return 0;
  const span = { from: input.now, to: input.now + input.leadTimeSeconds * 1_000 };
  return replicasFor(sure, eventFloor(input.events, span));
}

function reasonOf({ input }: Situation, ahead: Ahead, live: number): DecisionReason {
  if (ahead.type === 'NotAsked') return ahead.reason;
  if (input.settings.mode === 'Observe') return 'Observing';
  if (input.capacity.type === 'Provisional') return 'CapacityProvisional';
  if (ahead.replicas > live) return ahead.reason;
  return isOverdue(input) ? 'SampleOverdue' : 'Live';
}

/** The budget is kept by more risk first, which is said as well. */
const relaxed = ({ budget }: Situation, { type }: Ahead): readonly Limit[] =>
  type === 'Asked' && (budget?.relaxation ?? 1) > 1 ? ['RiskRelaxed'] : [];

/** Limits that come from partitions: too few of them, or one that is too hot. */
function skewLimits({ input, sample, ladder, loadPerReplica }: Situation, wished: number): readonly Limit[] {
  if (input.partitions === undefined) return [];
  const limits: Limit[] = [];
  if (wished >= (ladder.at(-1)?.replicas ?? 0) && sample.load > (ladder.at(-1)?.load ?? 0))
    limits.push('Partitions');
  if (hotPartition(input.partitions.shares, sample.load, loadPerReplica) !== undefined)
    limits.push('HotPartition');
  return limits;
}

const priceOf = ({ pricePerReplicaHour, budget }: DecisionSettings): number | undefined =>
  pricePerReplicaHour ?? budget?.pricePerReplicaHour;

/** Memory with what was spent and with the time of this decision. */
function accounted({ memory, now, replicas, settings }: DecisionInput): DecisionMemory {
  const time = { from: memory.decidedAt, now };
  const price = priceOf(settings) ?? 0;
  return { ...memory, decidedAt: now, spending: spend(memory.spending, time, replicas.current, price) };
}

/** Memory after the time up to the sample was judged short or not, which steers the risk. */
function judged(input: DecisionInput, sample: Sample, ladder: readonly Rung[]): DecisionMemory {
  const { memory, settings, now, replicas } = input;
  const behind = isBacklog(input.waiting ?? 0, sample.load);
  const mark = { at: now, load: behind ? 0 : loadServedBy(ladder, replicas.ready) };
  const seen = { mark, sample, intervalSeconds: settings.intervalSeconds };
  const { memory: shortfall, shortfall: found } = meterShortfall(memory.shortfall, seen);
  const need = Math.max(1, replicasFor(ladder, sample.load));
  const mean = memory.meanNeed ?? need;
  if (found === undefined) return { ...memory, shortfall, meanNeed: mean };
  return {
    ...memory,
    shortfall,
    meanNeed: mean + Math.min(1, found.minutes / meanNeedMinutes) * (need - mean),
    riskCorrection: steer(memory.riskCorrection, settings.risk, found),
  };
}

function budgetOf({ settings, memory, now, replicas }: DecisionInput): BudgetEffect | undefined {
  if (settings.budget === undefined) return undefined;
  const counts = { current: replicas.current, fewest: settings.minReplicas };
  return budgetEffect(settings.budget, memory.spending.spent, now, counts);
}

const noFigures = {
  neededReplicas: undefined,
  forecastReplicas: undefined,
  plainHpaReplicas: undefined,
  chanceShort: undefined,
  costScore: undefined,
} as const;

function withoutNumber(input: DecisionInput, reason: DecisionReason): Decision {
  const result = { desiredReplicas: undefined, reason, limitedBy: [] };
  return {
    ...result,
    liveReplicas: undefined,
    stage: 'Observe',
    message: sentence(input, result),
    figures: noFigures,
    memory: input.memory,
  };
}

/**
 * Until capacity is known the present replicas are what is needed, or as many as have served such a load before;
 * more of them only once work waits.
 */
function untilCapacityIsKnown(input: DecisionInput, enough: number): Decision {
  const limits = { settings: input.settings, current: input.replicas.current, budget: budgetOf(input) };
  const { replicas, limitedBy } = bounded(enough, limits);
  const reason = input.capacity.type === 'AtLeast' ? 'CapacityNotReached' : 'CapacityUnknown';
  const result = { desiredReplicas: replicas, reason, limitedBy } as const;
  return {
    ...result,
    liveReplicas: replicas,
    stage: 'Observe',
    message: sentence(input, result),
    figures: noFigures,
    memory: input.memory,
  };
}
