import {
  type Decision,
  type DecisionInput,
  type DecisionMemory,
  type DecisionSettings,
  decide,
  type ForecastInput,
  firstMemory,
} from '@pricecast/decision';
import { AheadForecaster, commonSeasons } from '@pricecast/forecast';
import { renderedBehavior } from '../hpa/behavior.ts';
import { metricLagSeconds } from '../world.ts';
import type { Policy, View } from './policy.ts';
import { RowFeed } from './row-feed.ts';
import type { Setup } from './setup.ts';

/** Called with each decision and all that it was made of. */
export type DecisionListener = (input: DecisionInput, decision: Decision) => void;

/** The shipped forecast and decision code under the clock of the replay. */
export function predictive(setup: Setup, listener?: DecisionListener): Policy {
  const desk = new Desk(setup);
  return {
    name: 'predictive',
    behavior: renderedBehavior,
    wish: (view) => {
      const input = desk.input(view);
      const decision = decide(input);
      desk.memory = decision.memory;
      listener?.(input, decision);
      return { replicas: decision.desiredReplicas, reason: decision.reason };
    },
  };
}

/** Gathers what a decision is made of, as the adapter does from its store. */
class Desk {
  memory: DecisionMemory = firstMemory;
  readonly #setup: Setup;
  readonly #settings: DecisionSettings;
  readonly #feed: RowFeed;
  readonly #forecaster: AheadForecaster;
  #forecast: ForecastInput = tooShort(0);
  #samples = 0;
  #row = -1;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#settings = settingsOf(setup);
    this.#feed = new RowFeed(setup.world);
    const { stepSeconds } = this.#feed;
    const from = (metricLagSeconds + setup.startupSeconds) / stepSeconds;
    this.#forecaster = new AheadForecaster({
      window: { from, to: from + 1 },
      seasons: commonSeasons(stepSeconds),
    });
  }

  input({ now, row, ready, replicas }: View): DecisionInput {
    if (row !== this.#row) this.#observe(row, now);
    const { times, loads } = this.#setup.world.trace;
    return {
      now: now * 1_000,
      settings: this.#settings,
      sample: { at: (times[row] as number) * 1_000, load: loads[row] as number },
      forecast: this.#forecast,
      armed: true,
      capacity: { type: 'Known', loadPerReplica: this.#setup.capacity },
      leadTimeSeconds: this.#setup.startupSeconds,
      replicas: { current: replicas, ready },
      memory: this.memory,
    };
  }

  #observe(row: number, now: number): void {
    this.#feed.advance(row, (sample) => {
      this.#forecaster.add(sample);
      this.#samples += 1;
    });
    this.#row = row;
    const outlook = this.#forecaster.forecast();
    const until = now + this.#setup.startupSeconds;
    this.#forecast =
      outlook === undefined
        ? tooShort(this.#samples)
        : { type: 'Available', madeAt: now * 1_000, until: until * 1_000, outlook };
  }
}

const tooShort = (samples: number): ForecastInput => ({
  type: 'Unavailable',
  reason: 'HistoryTooShort',
  message: `${samples} samples were seen so far.`,
});

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
