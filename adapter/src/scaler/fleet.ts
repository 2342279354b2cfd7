import { annotationKeys, type PredictiveScaler, parsePredictiveScaler } from '@pricecast/crds';
import { type Cancel, type Clock, formatKey, type Informer, keyOf, type Manifest } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import type { Targets } from '../cluster/targets.ts';
import type { DemandSource, PastValue } from '../demand/reading.ts';
import type { Forecaster } from '../forecasting/forecast-answer.ts';
import type { HistoryStore, Kept, Owner } from '../history/history-store.ts';
import { type Slots, slotSeconds } from '../history/slots.ts';
import { StoredHistory } from '../history/stored-history.ts';
import { phaseOf } from '../phase.ts';
import { type OpenRegressor, openRegressors, ownerOf } from '../regressors/open-regressors.ts';
import type { RegressorSeries } from '../regressors/regressor-series.ts';
import type { Conclusion } from './conclude.ts';
import type { Observation, Prices } from './observation.ts';
import { ScalerLoop } from './scaler-loop.ts';
import { noMemory, type ScalerMemory } from './scaler-memory.ts';
import { Turns } from './turns.ts';

/** What a fleet is made of. */
export interface FleetParts {
  readonly scalers: Pick<Informer<Manifest>, 'get' | 'list' | 'onChange'>;
  readonly openDemand: (scaler: PredictiveScaler) => DemandSource;
  readonly openRegressor: OpenRegressor;
  readonly forecaster: Forecaster;
  readonly targets: Targets;
  readonly prices: (scaler: PredictiveScaler) => Prices;
  readonly store: HistoryStore;
  /** Whether this replica has a scaler; the others look after the rest. */
  readonly isMine: (key: string) => boolean;
  /** History that a person has attached to a scaler; undefined where none is. Rejects with a sentence. */
  readonly attached: (scaler: PredictiveScaler, slots: Slots) => Promise<readonly PastValue[] | undefined>;
  readonly clock: Clock;
  readonly hpaSyncSeconds: number;
  readonly log: Logger;
  /** Told of every conclusion, after it was served. */
  readonly concluded: (
    key: string,
    loop: ScalerLoop,
    conclusion: Conclusion,
    observation: Observation,
  ) => void;
  /** Told that a scaler is gone. */
  readonly gone: (key: string) => void;
  /** Told that another replica has a scaler from now on. */
  readonly handedOver: (key: string) => void;
}

/** A loop that runs, and what it was started for. */
interface Running {
  readonly owner: Owner;
  /** Of the histories of its regressors. */
  readonly regressors: readonly Owner[];
  /** Changes when the loop has to be started anew: with another source or rhythm. */
  readonly face: string;
  readonly loop: ScalerLoop;
  readonly slots: Slots;
  /** Name of the attached history that was taken in. */
  attached: string | undefined;
  cancel: Cancel;
  steps: number;
}

/** What a loop is made for. */
interface LoopBasis {
  readonly owner: Owner;
  readonly slots: Slots;
  readonly kept: Kept | undefined;
  readonly memory: ScalerMemory;
  readonly regressors: readonly RegressorSeries[];
}

/**
 * Scalers at a time whose history is read when the process starts, and whose forecast is. Each takes a megabyte or two
 * meanwhile, and reading a few is as fast as reading all.
 */
const loadsAtOnce = 8;

/** Runs one loop for each scaler that there is. */
export class ScalerFleet {
  readonly #parts: FleetParts;
  readonly #running = new Map<string, Running>();
  readonly #changing = new Map<string, Promise<void>>();
  /** Specs that were read, by the object that they were read from: it is replaced when it changes. */
  readonly #specs = new WeakMap<Manifest, PredictiveScaler | undefined>();
  readonly #loading = new Turns(loadsAtOnce);
  readonly #resuming = new Turns(loadsAtOnce);
  /** Scalers of the start that nothing was read of yet; undefined before the start. */
  #awaited: Set<string> | undefined;
  #stopped = false;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  /** Starts loops for the scalers that there are, and follows changes. */
  start(): void {
    this.#awaited = new Set(this.#parts.scalers.list().map((scaler) => formatKey(keyOf(scaler))));
    this.#parts.scalers.onChange(({ key }) => this.#follow(key));
    this.reshare();
  }

  /** Looks anew which scalers are this replica's. */
  reshare(): void {
    for (const scaler of this.#parts.scalers.list()) this.#follow(formatKey(keyOf(scaler)));
  }

  /** Whether every scaler that there was at the start has what was kept of it. */
  get isStarted(): boolean {
    return this.#awaited?.size === 0;
  }

  /** Scalers of this replica. */
  get size(): number {
    return this.#running.size;
  }

  /** The scaler as it is stored; undefined when it is gone or its spec cannot be read. */
  scalerOf(key: string): PredictiveScaler | undefined {
    const stored = this.#parts.scalers.get(key);
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) return undefined;
    if (!this.#specs.has(stored)) {
      const parsed = parsePredictiveScaler(stored);
      this.#specs.set(stored, parsed.ok ? parsed.value : undefined);
    }
    return this.#specs.get(stored);
  }

  /** Saves what is remembered and ends every loop. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#changing.values());
    await Promise.all([...this.#running.keys()].map((key) => this.#end(key)));
  }

  /** Changes of one scaler are carried out one after another. */
  #follow(key: string): void {
    if (this.#stopped) return;
    const before = this.#changing.get(key) ?? Promise.resolve();
    const change = before
      .then(() => this.#bringUpToDate(key))
      .catch((error: unknown) => this.#parts.log.error({ error, scaler: key }, 'Failed to start a scaler'))
      .finally(() => {
        if (this.#changing.get(key) === change) this.#changing.delete(key);
        this.#awaited?.delete(key);
      });
    this.#changing.set(key, change);
  }

  async #bringUpToDate(key: string): Promise<void> {
    const scaler = this.scalerOf(key);
    const running = this.#running.get(key);
    if (scaler === undefined) return this.#leave(key);
    if (!this.#parts.isMine(key)) return this.#handOver(key);
    if (running?.face === faceOf(scaler) && running.owner.uid === scaler.metadata.uid)
      return this.#attach(key, running, scaler);
    if (running !== undefined) await this.#end(key);
    if (!this.#stopped) await this.#begin(key, scaler);
  }

  async #begin(key: string, scaler: PredictiveScaler): Promise<void> {
    const { store, clock, log } = this.#parts;
    const { namespace, name, uid = '' } = scaler.metadata;
    const owner = { namespace, name, uid };
    const slots = slotsOf(key, scaler);
    // All in one turn: what was read is large, and must not wait for another turn behind everybody else.
    const loop = await this.#loading.take(async () => {
      const [kept, memory = noMemory] = await Promise.all([store.load(owner), store.loadMemory(owner)]);
      const regressors = await this.#openRegressors(key, scaler, { owner, slots });
      return this.#makeLoop(key, scaler, { owner, slots, kept, memory, regressors });
    });
    const face = faceOf(scaler);
    const running: Running = {
      ...{ owner, face, loop, slots, attached: undefined, cancel: () => {}, steps: 0 },
      regressors: (scaler.spec.demand.regressors ?? []).map((regressor) => ownerOf(owner, regressor)),
    };
    this.#running.set(key, running);
    this.#awaited?.delete(key);
    const began = clock.monotonicMs();
    await loop.backfill();
    await this.#attach(key, running, scaler);
    const seconds = Math.round((clock.monotonicMs() - began) / 100) / 10;
    log.info({ scaler: key, historySeconds: loop.history.seconds, seconds }, 'Started a scaler');
    this.#schedule(key, slots, scaler.spec.demand.intervalSeconds, true);
    void loop
      .backfillOlder()
      .then(() =>
        log.info({ scaler: key, historySeconds: loop.history.seconds }, 'Knows the past of a scaler'),
      )
      .catch((error: unknown) => log.warn({ error, scaler: key }, 'Failed to read the past of a scaler'));
  }

  /** Takes in history that a person has attached, once for each name. */
  async #attach(key: string, running: Running, scaler: PredictiveScaler): Promise<void> {
    const name = scaler.metadata.annotations?.[annotationKeys.history];
    if (name === undefined || name === running.attached) return;
    running.attached = name;
    try {
      const past = await this.#parts.attached(scaler, running.slots);
      const slots = past === undefined ? 0 : await running.loop.take(past);
      this.#parts.log.info({ scaler: key, name, slots }, 'Took in attached history');
    } catch (error) {
      this.#parts.log.warn({ error, scaler: key, name }, 'Could not take in attached history');
    }
  }

  #openRegressors(key: string, scaler: PredictiveScaler, of: Pick<LoopBasis, 'owner' | 'slots'>) {
    const { store, openRegressor, clock, log } = this.#parts;
    return openRegressors(scaler, {
      ...{ ...of, store, openRegressor, clock },
      failed: (error, regressor) => log.error({ error, scaler: key, regressor }, 'Failed with a regressor'),
    });
  }

  #makeLoop(
    key: string,
    scaler: PredictiveScaler,
    { owner, slots, kept, memory, regressors }: LoopBasis,
  ): ScalerLoop {
    const { store, log, concluded, openDemand, forecaster, targets, prices, clock, hpaSyncSeconds } =
      this.#parts;
    const stored = new StoredHistory({
      ...{ store, owner, slots, kept, loading: this.#loading },
      failed: (error) => log.error({ error, scaler: key }, 'Failed to keep history'),
    });
    const loop: ScalerLoop = new ScalerLoop({
      key,
      scaler: () => this.scalerOf(key),
      source: openDemand(scaler),
      regressors,
      slots,
      forecaster,
      targets,
      prices,
      clock,
      hpaSyncSeconds,
      ...{ memory, stored },
      concluded: (conclusion, observation) => concluded(key, loop, conclusion, observation),
      keptTrack: () => store.loadTrack(owner),
      resuming: this.#resuming,
      trackKept: (track) => {
        if (this.#running.get(key)?.loop !== loop) return;
        store
          .saveTrack(owner, track)
          .catch((error: unknown) => log.error({ error, scaler: key }, 'Failed to keep a forecast track'));
      },
      troubled: (error) => log.warn({ error, scaler: key }, 'Opens the forecast of a scaler anew'),
    });
    return loop;
  }

  /** Steps fall on the boundaries of intervals; one that takes longer lets those meanwhile pass. */
  #schedule(key: string, slots: Slots, intervalSeconds: number, isFirst = false): void {
    const running = this.#running.get(key);
    if (running === undefined || this.#stopped) return;
    const { clock } = this.#parts;
    const intervalMs = intervalSeconds * 1_000;
    const wait = intervalMs - ((clock.now().getTime() - slots.originMs) % intervalMs);
    running.cancel = clock.after(isFirst ? 0 : wait, () => {
      void this.#step(key, running).then(() => this.#schedule(key, slots, intervalSeconds));
    });
  }

  async #step(key: string, running: Running): Promise<void> {
    const { log, store } = this.#parts;
    try {
      await running.loop.step();
      running.steps += 1;
      // One that was ended meanwhile has been saved, and may be another replica's by now.
      if (this.#running.get(key) !== running) return;
      if (running.steps % store.stepsBetweenSaves === 0) await this.#save(key, running);
    } catch (error) {
      log.error({ error, scaler: key }, 'Failed a step of a scaler');
    }
  }

  async #end(key: string): Promise<void> {
    const running = this.#running.get(key);
    if (running === undefined) return;
    this.#running.delete(key);
    running.cancel();
    await this.#save(key, running);
    await running.loop.stop();
  }

  /** Never rejects: a store that is away costs what would be remembered, and no decision. */
  async #save(key: string, { owner, loop }: Running): Promise<void> {
    const { log, store } = this.#parts;
    try {
      await store.saveMemory(owner, loop.memory);
    } catch (error) {
      log.error({ error, scaler: key }, 'Failed to keep what a scaler remembers');
    }
  }

  /** What is kept stays: the next one goes on from there. */
  async #handOver(key: string): Promise<void> {
    if (!this.#running.has(key)) return;
    await this.#end(key);
    this.#parts.handedOver(key);
  }

  async #leave(key: string): Promise<void> {
    const { owner, regressors = [] } = this.#running.get(key) ?? {};
    await this.#end(key);
    for (const one of [...regressors, owner]) if (one !== undefined) await this.#parts.store.forget(one);
    this.#parts.gone(key);
  }
}

function faceOf({ spec }: PredictiveScaler): string {
  const { demand } = spec;
  return JSON.stringify([demand, spec.targetRef]);
}

function slotsOf(key: string, { spec }: PredictiveScaler): Slots {
  const { intervalSeconds, seasonsSeconds } = spec.demand;
  return {
    stepMs: slotSeconds(intervalSeconds, seasonsSeconds) * 1_000,
    // Spread over the interval, so that not all step at once.
    originMs: phaseOf(key, intervalSeconds * 1_000),
  };
}
