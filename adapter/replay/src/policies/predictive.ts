import {
  type Decision,
  type DecisionInput,
  type DecisionMemory,
  type DecisionSettings,
  decide,
  type EventWindow,
  firstMemory,
  type Partitions,
} from '@pricecast/decision';
import { renderedBehavior } from '../hpa/behavior.ts';
import { metricLagSeconds } from '../world.ts';
import { type ForecastOptions, Forecasts } from './forecasts.ts';
import { LearnedCapacity } from './learned-capacity.ts';
import type { Policy, View } from './policy.ts';
import type { Setup } from './setup.ts';

/** What a predictive run may be given. */
export interface PredictiveOptions {
  /** Called with each decision and all that it was made of. */
  readonly listener?: (input: DecisionInput, decision: Decision) => void;
  /** Forecasts to be shared with other runs over the same world and start-up time. */
  readonly forecasts?: Forecasts;
}

/** The shipped forecast and decision code under the clock of the replay. */
export function predictive(setup: Setup, options: PredictiveOptions = {}): Policy {
  const forecasts = options.forecasts ?? new Forecasts(setup.world, setup.startupSeconds, gated(setup));
  const settings = settingsOf(setup);
  const capacity = new LearnedCapacity(setup.world, setup.capacity);
  let memory: DecisionMemory = firstMemory;
  return {
    name: 'predictive',
    behavior: renderedBehavior,
    wish: (view) => {
      if (!setup.world.troubles.decides(view.now)) return { replicas: undefined, reason: 'Away' };
      const input = inputOf(setup, settings, { view, memory, forecasts, capacity });
      const decision = decide(input);
      memory = decision.memory;
      options.listener?.(input, decision);
      return { replicas: decision.desiredReplicas, reason: decision.reason };
    },
  };
}

const gated = ({ gate }: Setup): ForecastOptions => (gate === undefined ? {} : { gate });

const evenPartitions = (count: number): Partitions => ({
  shares: new Array<number>(count).fill(1 / count),
  assignment: 'RoundRobin',
});

/** Events that have an effect from now until the pods of this decision serve. */
function near(events: readonly EventWindow[], now: number, seconds: number): readonly EventWindow[] {
  const [from, to] = [1_000 * now, 1_000 * (now + seconds)];
  return events.filter(
    ({ startsAt, endsAt, rampSeconds }) => endsAt > from && startsAt - 1_000 * rampSeconds <= to,
  );
}

const killed = {
  type: 'Unavailable',
  reason: 'ForecastUnavailable',
  message: 'The forecaster is away.',
} as const;

/** Gathers what a decision is made of, as the adapter does from its store. */
function inputOf(
  { world, startupSeconds, pauseSeconds = 0, events, partitions, gate }: Setup,
  settings: DecisionSettings,
  at: {
    readonly view: View;
    readonly memory: DecisionMemory;
    readonly forecasts: Forecasts;
    readonly capacity: LearnedCapacity;
  },
): DecisionInput {
  const { now, row, ready, replicas } = at.view;
  const { times, loads } = world.trace;
  const forecast = world.troubles.forecasts(now) ? at.forecasts.at(row, now) : killed;
  return {
    now: now * 1_000,
    settings,
    waiting: at.view.waiting,
    sample: { at: (times[row] as number) * 1_000, load: loads[row] as number },
    forecast,
    armed: gate === undefined || at.forecasts.armed,
    capacity: at.capacity.at(at.view),
    leadTimeSeconds: startupSeconds,
    pauseSeconds,
    replicas: { current: replicas, ready },
    memory: at.memory,
    ...(events === undefined ? {} : { events: near(events, now, startupSeconds) }),
    ...(partitions === undefined ? {} : { partitions: evenPartitions(partitions) }),
  };
}

function settingsOf({
  world,
  min,
  max,
  hpaTarget,
  risk,
  pricePerPodHour,
  budgetPerDay,
}: Setup): DecisionSettings {
  return {
    pricePerReplicaHour: pricePerPodHour,
    minReplicas: min,
    maxReplicas: max,
    mode: 'Full',
    risk,
    reactiveUtilization: hpaTarget,
    intervalSeconds: Math.max(world.stepSeconds, metricLagSeconds),
    scaleDownWindowSeconds: renderedBehavior.scaleDown.stabilizationWindowSeconds,
    hpaTolerance: 0,
    ...(budgetPerDay === undefined
      ? {}
      : { budget: { pricePerReplicaHour: pricePerPodHour, perDay: budgetPerDay } }),
  };
}
