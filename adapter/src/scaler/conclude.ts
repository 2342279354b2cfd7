import {
  type CapacityInput,
  type CapacityMemory,
  capacityOf,
  type Decision,
  type DecisionInput,
  decide,
  type EventWindow,
  type ForecastInput,
  leadTimeOf,
  learnCapacity,
  noteTemplate,
  type Partitions,
  partitionShares,
  settingsOf,
  type TimeSpan,
} from '@pricecast/decision';
import { knownEvents } from './known-events.ts';
import type { Observation } from './observation.ts';
import { learnWeights } from './partition-weights.ts';
import { learnStarts } from './pod-starts.ts';
import type { ScalerMemory } from './scaler-memory.ts';

/** A decision with what it was made of and what is remembered of it. */
export interface Conclusion {
  readonly input: DecisionInput;
  readonly decision: Decision;
  readonly memory: ScalerMemory;
  /** A sentence without its end for each event of the scaler that cannot be read. */
  readonly eventFaults: readonly string[];
}

/** Draws the conclusion from what was observed. Pure: the same observation and memory give the same decision. */
export function conclude(before: ScalerMemory, observation: Observation): Conclusion {
  const memory = learned(before, observation);
  const leadTime = leadTimeSeconds(memory, observation);
  const { windows, faults } = knownEvents(observation.scaler.spec, spanOf(observation, leadTime));
  const input = inputOf(memory, observation, { leadTimeSeconds: leadTime, events: windows });
  const decision = decide(input);
  return { input, decision, memory: { ...memory, decision: decision.memory }, eventFaults: faults };
}

function learned(before: ScalerMemory, { reading, target, now }: Observation): ScalerMemory {
  const withPods = learnStarts(before, target?.serving ?? []);
  const capacity =
    target === undefined ? before.capacity : noteTemplate(before.capacity, target.template, now);
  if (reading.kind !== 'Value') return { ...withPods, capacity };
  const { at, load, partitions } = reading;
  const weights = partitions === undefined ? undefined : learnWeights(before.weights, partitions);
  const sample = { at, load };
  return {
    ...withPods,
    capacity: learnedCapacity({ ...before, capacity }, reading, target),
    sample,
    weights,
  };
}

/**
 * Pods that came or went meanwhile would blur what one of them does, so their number has to be that of before; and
 * pods of two templates what one of either does.
 */
function learnedCapacity(
  { capacity, learnedPods }: Pick<ScalerMemory, 'capacity' | 'learnedPods'>,
  { at, work }: Extract<Observation['reading'], { kind: 'Value' }>,
  target: Observation['target'],
): CapacityMemory {
  const serving = target?.serving ?? [];
  const isSame =
    serving.length === learnedPods.length &&
    serving.every(({ metadata }) => learnedPods.includes(metadata.uid ?? ''));
  if (work === undefined || target === undefined || !target.isRolledOut || !isSame) return capacity;
  return learnCapacity(capacity, { at, template: target.template, ready: serving.length, ...work });
}

function inputOf(
  memory: ScalerMemory,
  observation: Observation,
  { leadTimeSeconds, events }: { readonly leadTimeSeconds: number; readonly events: readonly EventWindow[] },
): DecisionInput {
  const { now, scaler, target, forecast, reading } = observation;
  const partitions = partitionsOf(memory);
  const waiting = reading.kind === 'Value' ? reading.work?.waiting : undefined;
  return {
    now,
    settings: settingsOf(scaler.spec, toleranceOf(observation)),
    sample: memory.sample,
    ...(waiting === undefined ? {} : { waiting }),
    forecast: forecastInput(forecast),
    armed: memory.gate.armed,
    capacity: capacityInput(memory, observation),
    leadTimeSeconds,
    ...(events.length === 0 ? {} : { events }),
    replicas: { current: target?.current ?? 0, ready: target?.serving.length ?? 0 },
    memory: memory.decision,
    ...(partitions === undefined ? {} : { partitions }),
  };
}

/** From now until the forecast ends or pods serve that are asked for now, whichever is later. */
const spanOf = ({ now, forecast }: Observation, leadTime: number): TimeSpan => ({
  from: now,
  to: Math.max(now + leadTime * 1_000, forecast?.until ?? now),
});

/** Seconds from created to serving: the user's number, else what the starts of pods say. */
export function leadTimeSeconds(
  { leadTime }: Pick<ScalerMemory, 'leadTime'>,
  { scaler }: Pick<Observation, 'scaler'>,
): number {
  const { type, seconds } = scaler.spec.leadTime;
  return type === 'Fixed' && seconds !== undefined ? seconds : leadTimeOf(leadTime).seconds;
}

function capacityInput({ capacity }: ScalerMemory, { scaler, now }: Observation): CapacityInput {
  const { loadPerReplica } = scaler.spec.capacity;
  return loadPerReplica === undefined
    ? capacityOf(capacity, now)
    : { type: 'Known', loadPerReplica: Number(loadPerReplica) };
}

/** Nobody scales in the absence of an HPA, and one that says nothing of its tolerance is new: both count as exact. */
function toleranceOf({ scaler }: Observation): number {
  const tolerance = Number(scaler.status?.scaler?.tolerance ?? 0);
  return Number.isFinite(tolerance) ? tolerance : 0;
}

/** kafkajs and the workloads of a pipeline deal partitions one after the other. */
function partitionsOf({ weights }: ScalerMemory): Partitions | undefined {
  if (weights === undefined) return undefined;
  return { shares: partitionShares(weights.rates), assignment: 'RoundRobin' };
}

function forecastInput(forecast: Observation['forecast']): ForecastInput {
  if (forecast === undefined)
    return { type: 'Unavailable', reason: 'HistoryTooShort', message: 'No forecast was made yet.' };
  const { answer, madeAt, until } = forecast;
  return answer.kind === 'Made'
    ? { type: 'Available', madeAt, until, outlook: answer.outlook }
    : { type: 'Unavailable', reason: answer.reason, message: answer.message };
}
