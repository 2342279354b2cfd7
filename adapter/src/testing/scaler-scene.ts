import { type PredictiveScaler, parsePredictiveScaler } from '@pricecast/crds';
import type { Clock } from '@pricecast/kube';
import { aScaler } from '../../../crds/samples/builders.ts';
import type { Pod } from '../cluster/pod.ts';
import type { Target, Targets } from '../cluster/targets.ts';
import type { DemandSource, PastValue, Reading, UnreadDemand } from '../demand/reading.ts';
import type { Forecaster } from '../forecasting/forecast-answer.ts';
import type { KeptTrack } from '../forecasting/kept-track.ts';
import { TrackShelf } from '../forecasting/track-shelf.ts';
import { StoredHistory } from '../history/stored-history.ts';
import { type RegressorParts, RegressorSeries } from '../regressors/regressor-series.ts';
import type { Conclusion } from '../scaler/conclude.ts';
import type { Observation } from '../scaler/observation.ts';
import { ScalerLoop } from '../scaler/scaler-loop.ts';
import { noMemory } from '../scaler/scaler-memory.ts';
import { MemoryHistoryStore } from './memory-history-store.ts';
import { producedAt } from './world.ts';

/** A valid scaler of consumers with a declared speed, changed by what a test is about. */
export function aParsedScaler(spec: Readonly<Record<string, unknown>> = {}): PredictiveScaler {
  const parsed = parsePredictiveScaler(
    aScaler({
      mode: 'Full',
      maxReplicas: 20,
      demand: {
        source: 'KafkaTopic',
        kafkaTopic: { bootstrapServers: ['kafka:9092'], topic: 'arrivals' },
        intervalSeconds: 5,
        seasonsSeconds: [480],
      },
      capacity: { type: 'Fixed', loadPerReplica: '20' },
      leadTime: { type: 'Fixed', seconds: 30 },
      ...spec,
    }),
  );
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** A pod that serves since `startSeconds` after it was made. */
export const aServingPod = (uid: string, createdAt: number, startSeconds: number): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: uid, namespace: 'shop', uid, creationTimestamp: new Date(createdAt).toISOString() },
  status: {
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        lastTransitionTime: new Date(createdAt + startSeconds * 1_000).toISOString(),
      },
    ],
    containerStatuses: [{ restartCount: 0 }],
  },
});

/** Forecasts on the spot instead of in a thread. */
export function forecasterHere(): Forecaster {
  const shelf = new TrackShelf();
  const answered = <T>(answer: T | undefined): T => {
    if (answer === undefined) throw new Error('this request has no answer');
    return answer;
  };
  return {
    open: async (key, options, history) =>
      answered(shelf.handle({ kind: 'Open', id: 0, key, options, history: history() })),
    resume: async (key, options, state, values) =>
      answered(shelf.handle({ kind: 'Resume', id: 0, key, options, state, values })),
    step: async (key, values) => answered(shelf.handle({ kind: 'Step', id: 0, key, values })),
    drop: (key) => void shelf.handle({ kind: 'Drop', key }),
  };
}

/** One loop over a source, a target and a clock that the test sets. */
export class ScalerScene {
  now = producedAt;
  reading: Reading = { kind: 'Started' };
  past: readonly PastValue[] | UnreadDemand = [];
  scaler = aParsedScaler();
  pods: readonly Pod[] = [aServingPod('a', producedAt - 600_000, 31)];
  current = 1;
  template = 't';
  isRolledOut = true;
  /** Tracks that were to be kept, the newest last. */
  readonly tracks: KeptTrack[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly conclusions: { readonly conclusion: Conclusion; readonly observation: Observation }[] = [];
  readonly loop: ScalerLoop;

  constructor(
    forecaster: Forecaster = forecasterHere(),
    kept?: KeptTrack,
    led: readonly Pick<RegressorParts, 'identity' | 'source'>[] = [],
  ) {
    const source: DemandSource = {
      read: async () => this.reading,
      past: async () => this.past,
      close: async () => {},
    };
    const targets: Targets = { find: () => this.#target() };
    const slots = { stepMs: 5_000, originMs: 0 };
    const clock: Clock = {
      now: () => new Date(this.now),
      monotonicMs: () => this.now,
      after: (_, work) => this.#after(work),
    };
    const failed = (error: unknown) => {
      throw error;
    };
    const regressors = led.map(
      (one) =>
        new RegressorSeries({
          ...{ ...one, slots, clock, failed },
          ...{ kind: 'Http', lagMs: 0, kept: undefined, recorded: () => {} },
        }),
    );
    this.loop = new ScalerLoop({
      key: 'shop/checkout',
      scaler: () => this.scaler,
      source,
      regressors,
      slots,
      forecaster,
      targets,
      prices: () => ({ currency: 'USD', perReplicaHour: 0.05 }),
      clock,
      hpaSyncSeconds: 15,
      memory: noMemory,
      stored: new StoredHistory({
        store: new MemoryHistoryStore(),
        owner: { namespace: 'shop', name: 'checkout', uid: 'u' },
        ...{ slots, kept: undefined, loading: { take: (work) => work() }, failed },
      }),
      concluded: (conclusion, observation) => this.conclusions.push({ conclusion, observation }),
      keptTrack: async () => kept,
      resuming: { take: (work) => work() },
      trackKept: (track) => this.tracks.push(track),
      troubled: failed,
    });
  }

  /** The newest decision; throws before there is one. */
  get last(): { readonly conclusion: Conclusion; readonly observation: Observation } {
    const last = this.conclusions.at(-1);
    if (last === undefined) throw new Error('nothing was decided yet');
    return last;
  }

  /** One step with this load, five seconds later. */
  async sample(load: number, partitions?: readonly number[]): Promise<void> {
    this.now += 5_000;
    this.reading = { kind: 'Value', at: this.now, load, ...(partitions === undefined ? {} : { partitions }) };
    await this.loop.step();
  }

  /** One step that finds this instead of a load, five seconds later. */
  async find(reading: Reading): Promise<void> {
    this.now += 5_000;
    this.reading = reading;
    await this.loop.step();
  }

  /** Lets so much time pass, and carries out what waits for it. */
  async pass(milliseconds: number): Promise<void> {
    await new Promise(setImmediate);
    this.now += milliseconds;
    for (const work of this.#waiting.splice(0)) work();
  }

  #after(work: () => void): () => void {
    this.#waiting.push(work);
    return () => void this.#waiting.splice(this.#waiting.indexOf(work), 1);
  }

  #target(): Target {
    return {
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'checkout', labels: {} },
      resource: 'deployments.apps',
      workload: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'checkout', namespace: 'shop' },
      },
      current: this.current,
      pods: this.pods,
      serving: this.pods,
      template: this.template,
      isRolledOut: this.isRolledOut,
    };
  }
}
