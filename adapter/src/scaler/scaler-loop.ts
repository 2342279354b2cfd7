import { isDeepStrictEqual } from 'node:util';
import type { PredictiveScaler } from '@pricecast/crds';
import { gateSettingsOf, judgeForecast, noSkill } from '@pricecast/decision';
import { zoneOffsets } from '@pricecast/forecast';
import type { Clock } from '@pricecast/kube';
import type { Target, Targets } from '../cluster/targets.ts';
import type { DemandSource, PastValue, Reading } from '../demand/reading.ts';
import type { Forecaster, StepAnswer, TrackOptions } from '../forecasting/forecast-answer.ts';
import type { KeptTrack } from '../forecasting/kept-track.ts';
import { rowsOf, type Steps } from '../forecasting/track-rows.ts';
import type { DemandHistory } from '../history/demand-history.ts';
import { LocalTimeline } from '../history/local-timeline.ts';
import { PastReader } from '../history/past-reader.ts';
import type { Slots } from '../history/slots.ts';
import type { StoredHistory } from '../history/stored-history.ts';
import type { RegressorSeries } from '../regressors/regressor-series.ts';
import { type Conclusion, conclude, leadTimeSeconds } from './conclude.ts';
import type { CurrentForecast, Observation, Prices } from './observation.ts';
import { learnStarts } from './pod-starts.ts';
import type { ScalerMemory } from './scaler-memory.ts';
import type { Turns } from './turns.ts';

/** What a loop is made of. */
export interface LoopParts {
  readonly key: string;
  /** The scaler as it is now, or undefined when it is gone. */
  readonly scaler: () => PredictiveScaler | undefined;
  readonly source: DemandSource;
  /** Series that lead the demand, on the same slots. */
  readonly regressors: readonly RegressorSeries[];
  readonly slots: Slots;
  readonly forecaster: Forecaster;
  readonly targets: Targets;
  readonly prices: (scaler: PredictiveScaler) => Prices;
  readonly clock: Clock;
  /** Seconds between two looks of the HPA at its metrics. */
  readonly hpaSyncSeconds: number;
  /** What was remembered of the scaler. */
  readonly memory: ScalerMemory;
  readonly stored: StoredHistory;
  /** Told of every conclusion. */
  readonly concluded: (conclusion: Conclusion, observation: Observation) => void;
  /** The track that was kept of the scaler; undefined where there is none. */
  readonly keptTrack: () => Promise<KeptTrack | undefined>;
  /** Lets a few loops at a time read such a track: it is large. */
  readonly resuming: Pick<Turns, 'take'>;
  /** Told now and then from what the track could be resumed. */
  readonly trackKept: (track: KeptTrack) => void;
  /** Told that the track of a scaler could not go on. */
  readonly troubled: (error: unknown) => void;
}

/** Windows whose ends differ by less than this share are forecast as one. */
const windowSlack = 0.2;
/**
 * Longest time that a decision waits for a forecast, in milliseconds, and before for regressors; then it rests on the
 * forecast before, and that on the values before.
 */
const patienceMs = 2_000;
/** Rounds of forecasting for which a forecast is good at least, however short the lead time. */
const freshRounds = 2;
/** Judged forecasts of the past that are worth more than what is remembered of an earlier track. */
const enoughRehearsals = 60;

/** What was asked of the forecaster, and whether for that the track was opened. */
interface Asked {
  readonly answer: StepAnswer;
  readonly isOpening: boolean;
  /** When the values were told that it rests on; milliseconds since the epoch. */
  readonly madeAt: number;
}

/** One scaler from sample to decision: collect, note, forecast, decide, publish. */
export class ScalerLoop {
  readonly history: DemandHistory;
  /** Without what was remembered, which changes. */
  readonly #parts: Omit<LoopParts, 'memory'>;
  readonly #past: PastReader;
  readonly #stop = new AbortController();
  #memory: ScalerMemory;
  #forecast: CurrentForecast | undefined;
  /** Window of the open track; undefined while none is open. */
  #window: TrackOptions['window'] | undefined;
  /** Where a track may have been kept that goes on; undefined once it was looked at, or more is known of the past. */
  #keptTrack: LoopParts['keptTrack'] | undefined;
  /** Values that the open track was not told yet. */
  #untold: (number | null)[] = [];
  /** What was asked of the forecaster and is not answered yet. It never rejects. */
  #asking: Promise<void> | undefined;

  constructor({ memory, ...parts }: LoopParts) {
    this.#parts = parts;
    this.#memory = memory;
    this.#forecast = memory.forecast;
    this.#keptTrack = parts.keptTrack;
    this.history = parts.stored.demand;
    this.#past = new PastReader({ ...parts, history: this.history });
  }

  /** With the forecast: whoever goes on from here has it until its time is over. */
  get memory(): ScalerMemory {
    return { ...this.#memory, forecast: this.#forecast };
  }

  /**
   * Reads what the sources still know of the time since the histories end, the newest first and not for long. A regressor
   * that takes longer is taken up later.
   */
  async backfill(): Promise<void> {
    const { signal } = this.#stop;
    let isLate = false;
    const regressors = this.#parts.regressors.map(async (regressor) => {
      if ((await regressor.backfill(signal)) && isLate) this.#takeUp();
    });
    const { stored } = this.#parts;
    await stored.withWhole(async () => {
      if ((await this.#past.recent(signal)) > 0) stored.recordAll();
    });
    await this.#inTime(Promise.all(regressors));
    isLate = true;
  }

  /**
   * Reads what is older, until the sources know no more; then forecasts rest on all of it. They begin with the first piece
   * that the source of the demand gives.
   */
  async backfillOlder(): Promise<void> {
    const { signal } = this.#stop;
    const regressors = this.#parts.regressors.map(async (regressor) => {
      if (await regressor.backfillOlder(signal)) this.#takeUp();
    });
    let isFirst = true;
    await this.#parts.stored.withWhole(async () => {
      const filled = await this.#past.older(signal, () => {
        if (isFirst && this.#forecast?.answer.kind !== 'Made') this.#takeUp();
        isFirst = false;
      });
      if (filled > 0) this.#takeUp();
    });
    await Promise.all(regressors);
  }

  /** More is known of the past: the next step opens the track anew. */
  #takeUp(): void {
    this.#window = undefined;
    this.#keptTrack = undefined;
    this.#parts.stored.recordAll();
  }

  /** Puts history in that a person has; the next step forecasts with it. */
  take(past: readonly PastValue[]): Promise<number> {
    return this.#parts.stored.withWhole((whole) => {
      const filled = whole.fill(past);
      if (filled > 0) this.#takeUp();
      return filled;
    });
  }

  /** One step of the loop; it never rejects for what is wrong outside. */
  async step(): Promise<void> {
    const { scaler: current, source, regressors, targets, prices, clock } = this.#parts;
    const looks = regressors.map((regressor) => regressor.look(this.#stop.signal));
    const reading = await source.read(this.#stop.signal);
    await this.#inTime(Promise.all(looks));
    const scaler = current();
    if (scaler === undefined || this.#stop.signal.aborted) return;
    const target = targets.find(scaler.metadata.namespace, scaler.spec.targetRef);
    this.#note(reading, scaler);
    await this.#forecastFrom(scaler, this.#leadSeconds(scaler, target));
    if (this.#stop.signal.aborted) return;
    const observation: Observation = {
      now: clock.now().getTime(),
      scaler,
      target,
      reading,
      forecast: this.#forecast,
      regressors: regressors.map(({ view }) => view),
      prices: prices(scaler),
    };
    const conclusion = conclude(this.#memory, observation);
    this.#memory = conclusion.memory;
    this.#parts.concluded(conclusion, observation);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#parts.forecaster.drop(this.#parts.key);
    const { source, regressors } = this.#parts;
    await Promise.all([source, ...regressors].map((one) => one.close()));
  }

  /** A rate belongs to the interval that it was counted over. */
  #note(reading: Reading, { spec }: PredictiveScaler): void {
    if (reading.kind !== 'Value') return;
    this.history.note(reading.at - (spec.demand.intervalSeconds * 1_000) / 2, reading.load);
  }

  /** Lead time with what the pods that serve now tell: a new scaler shall not begin with the default. */
  #leadSeconds(scaler: PredictiveScaler, target: Target | undefined): number {
    return leadTimeSeconds(learnStarts(this.#memory, target?.serving ?? []), { scaler });
  }

  /** Asks for a forecast where something is new, and waits for it a little: a decision must not wait for long. */
  async #forecastFrom(scaler: PredictiveScaler, leadSeconds: number): Promise<void> {
    const now = this.#parts.clock.now().getTime();
    const closed = this.history.closeBefore(now);
    for (const regressor of this.#parts.regressors) regressor.closeBefore(now);
    if (closed.length > 0) this.#parts.stored.record((this.history.nextSlot ?? 0) - closed.length, closed);
    this.#untold.push(...closed);
    if (this.history.nextSlot === undefined) return;
    this.#asking ??= this.#askAndLearn(scaler, leadSeconds).finally(() => {
      this.#asking = undefined;
    });
    await this.#inTime(this.#asking);
    if (this.#window !== undefined && this.#asking === undefined) this.#parts.stored.putAway();
  }

  async #inTime(asking: Promise<unknown>): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#parts.clock.after(patienceMs, resolve);
    await Promise.race([asking, late]);
    cancel();
  }

  async #askAndLearn(scaler: PredictiveScaler, leadSeconds: number): Promise<void> {
    try {
      const asked = await this.#ask(scaler, this.#windowFor(scaler, leadSeconds));
      if (asked === undefined || this.#stop.signal.aborted) return;
      this.#learn(asked, scaler);
      const seconds = Math.max(leadSeconds, freshRounds * this.#roundSeconds(scaler));
      const { answer, madeAt } = asked;
      this.#forecast = { answer: answer.forecast, madeAt, until: madeAt + 1_000 * seconds };
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      // The thread or the track is gone; the next step opens it anew from the history.
      this.#window = undefined;
      this.#forecast = undefined;
      this.#parts.troubled(error);
    }
  }

  /** Adds what is new to the open track, or opens one for this lead time; undefined when there is nothing to be asked. */
  async #ask(scaler: PredictiveScaler, wanted: TrackOptions['window']): Promise<Asked | undefined> {
    const { values, nextSlot, madeAt } = this.#tell();
    const next = this.#rowsAfter(scaler, nextSlot - values.length, values);
    if (this.#window !== undefined && isLike(this.#window, wanted) && next !== undefined) {
      if (next.length === 0) return undefined;
      const answer = await this.#parts.forecaster.step(this.#parts.key, next);
      this.#keep(answer, scaler, { window: this.#window, nextSlot });
      return { answer, isOpening: false, madeAt };
    }
    const resumed = await this.#resume(scaler, wanted);
    return resumed ?? (await this.#parts.stored.withWhole((whole) => this.#open(scaler, wanted, whole)));
  }

  /** The values that the open track was not told of, and is from now on. */
  #tell() {
    const values = this.#untold;
    this.#untold = [];
    return { values, nextSlot: this.history.nextSlot ?? 0, madeAt: this.#parts.clock.now().getTime() };
  }

  /** Opens a track with the whole history, as it is when its turn comes. */
  async #open(
    scaler: PredictiveScaler,
    window: TrackOptions['window'],
    whole: DemandHistory,
  ): Promise<Asked | undefined> {
    const { forecaster, key } = this.#parts;
    if (this.#stop.signal.aborted) return undefined;
    this.#window = window;
    let told = this.#tell();
    const history = () => {
      // It may have waited for long: what came meanwhile is part of the history by now.
      told = this.#tell();
      const { firstSlot, values } = whole.series;
      const timeline = this.#timelineOf(scaler);
      return this.#rows(firstSlot, values, (from, of) => timeline.from(from, of)) ?? [];
    };
    const answer = await forecaster.open(key, this.#trackOptions(scaler, window), history);
    this.#keep(answer, scaler, { window, nextSlot: told.nextSlot });
    return { answer, isOpening: true, madeAt: told.madeAt };
  }

  /** Goes on with the track that was kept; undefined where none fits, and then there is none to be asked for again. */
  async #resume(scaler: PredictiveScaler, wanted: TrackOptions['window']): Promise<Asked | undefined> {
    const { resuming, troubled } = this.#parts;
    const keptTrack = this.#keptTrack;
    if (keptTrack === undefined) return undefined;
    try {
      return await resuming.take(async () => {
        const kept = await keptTrack();
        const isCurrent = this.#keptTrack !== undefined && !this.#stop.signal.aborted;
        this.#keptTrack = undefined;
        return kept !== undefined && isCurrent ? await this.#goOn(scaler, wanted, kept) : undefined;
      });
    } catch (error) {
      this.#keptTrack = undefined;
      troubled(error);
      return undefined;
    }
  }

  /** Goes on with this track, told of what came since; undefined where it is for another window, zone or history. */
  async #goOn(
    scaler: PredictiveScaler,
    wanted: TrackOptions['window'],
    { options, timeZone, nextSlot, state }: KeptTrack,
  ): Promise<Asked | undefined> {
    const { forecaster, key } = this.#parts;
    const { firstSlot = 0, nextSlot: end = 0 } = this.history;
    const isSame =
      timeZone === scaler.spec.demand.timeZone &&
      isDeepStrictEqual(options, this.#trackOptions(scaler, options.window));
    if (!isLike(options.window, wanted) || !isSame || nextSlot < firstSlot || nextSlot > end)
      return undefined;
    const since = this.#rowsAfter(scaler, nextSlot, this.history.from(nextSlot));
    if (since === undefined) return undefined;
    const { madeAt } = this.#tell();
    this.#window = options.window;
    const answer = await forecaster.resume(key, options, state, since);
    return { answer, isOpening: false, madeAt };
  }

  #keep(
    { state }: StepAnswer,
    scaler: PredictiveScaler,
    { window, nextSlot }: { readonly window: TrackOptions['window']; readonly nextSlot: number },
  ): void {
    if (state === undefined) return;
    const { timeZone } = scaler.spec.demand;
    this.#parts.trackKept({ options: this.#trackOptions(scaler, window), timeZone, nextSlot, state });
  }

  /** What an open track is told of the slots from `firstSlot` on; undefined when its clock was put back. */
  #rowsAfter(scaler: PredictiveScaler, firstSlot: number, values: Steps): Steps | undefined {
    const timeline = this.#timelineOf(scaler);
    return this.#rows(firstSlot, values, (from, of) => timeline.after(from, of));
  }

  /** What a track is told of the slots from `firstSlot` on, on the clock that `shown` puts them on. */
  #rows(
    firstSlot: number,
    values: Steps,
    shown: (firstSlot: number, values: Steps) => Steps | undefined,
  ): Steps | undefined {
    const load = shown(firstSlot, values);
    if (load === undefined) return undefined;
    const { regressors } = this.#parts;
    const beside = regressors.map((one) => shown(firstSlot, one.between(firstSlot, values.length)) ?? []);
    return rowsOf(load, beside);
  }

  #timelineOf({ spec }: PredictiveScaler): LocalTimeline {
    return new LocalTimeline(this.#parts.slots, zoneOffsets(spec.demand.timeZone));
  }

  /**
   * Steps from the newest value, which stands for the middle of its slot, to when pods serve that are asked for
   * now, and to when those do that are asked for after the next decision and the next look of the HPA.
   */
  #windowFor({ spec }: PredictiveScaler, leadSeconds: number): TrackOptions['window'] {
    const { hpaSyncSeconds, slots } = this.#parts;
    const stepSeconds = slots.stepMs / 1_000;
    const from = leadSeconds / stepSeconds + 0.5;
    return { from, to: from + (hpaSyncSeconds + this.#roundSeconds({ spec })) / stepSeconds };
  }

  /** Seconds between two forecasts. */
  #roundSeconds({ spec }: Pick<PredictiveScaler, 'spec'>): number {
    return Math.max(spec.demand.intervalSeconds, this.#parts.slots.stepMs / 1_000);
  }

  #trackOptions({ spec }: PredictiveScaler, window: TrackOptions['window']): TrackOptions {
    const stepSeconds = this.#parts.slots.stepMs / 1_000;
    const seasons = spec.demand.seasonsSeconds?.map((seconds) => seconds / stepSeconds);
    const regressors = this.#parts.regressors.map(({ identity }) => identity);
    return {
      ...{ stepSeconds, window },
      ...(seasons === undefined ? {} : { seasons }),
      ...(regressors.length === 0 ? {} : { regressors }),
    };
  }

  /** A track that was opened has judged its past anew, and what an earlier one has judged would count twice. */
  #learn({ answer: { outcomes }, isOpening }: Asked, { spec }: PredictiveScaler): void {
    const settings = gateSettingsOf(spec);
    const { gate: before } = this.#memory;
    const isAnew = isOpening && outcomes.length >= enoughRehearsals;
    const gate = outcomes.reduce(
      (memory, outcome) => judgeForecast(memory, outcome, settings),
      isAnew ? { ...noSkill, armed: before.armed } : before,
    );
    this.#memory = { ...this.#memory, gate };
  }
}

/** Whether the windows are forecast as one. */
const isLike = (open: TrackOptions['window'], wanted: TrackOptions['window']): boolean =>
  Math.abs(wanted.to - open.to) <= open.to * windowSlack;
