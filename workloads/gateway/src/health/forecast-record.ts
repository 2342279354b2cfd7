import type { Features, Prediction, PredictionLabel, PredictionTarget } from '@pricecast/market';
import { predictionSeries } from '../intake/message.ts';
import { Minutes } from './minutes.ts';

// Over the horizons of a pipeline, a few hundred symbols and a few hours.
const mostPending = 200_000;
const mostJudged = 4_000;

/** How the forecasts of one target and horizon did, over all symbols, judged here and not by who made them. */
export interface RecordRow {
  readonly target: PredictionTarget;
  readonly horizonSeconds: number;
  /** Forecasts whose time has come, the newest 4,000 of them. */
  readonly judged: number;
  /** Part of them whose interval held the truth, by level in percent. */
  readonly coverage: Readonly<Record<string, number>>;
  /** Mean absolute logarithmic error over that of “everything stays as it is”; below 1 is skill. Null: not known. */
  readonly errorRatio: number | null;
  /** How many symbols carry which label of the forecaster now. */
  readonly labels: Readonly<Partial<Record<PredictionLabel, number>>>;
}

interface Judgement {
  /** By level in percent. */
  readonly inside: Readonly<Record<string, boolean>>;
  /** Undefined where a logarithm has no meaning. */
  readonly errors: { readonly ours: number; readonly lastValue: number } | undefined;
}

interface Row {
  readonly target: PredictionTarget;
  readonly horizonSeconds: number;
  readonly judgements: Judgement[];
  readonly labels: Map<string, PredictionLabel>;
}

/** Compares forecasts with what then happened. A forecast whose truth has a hole is not judged. */
export class ForecastRecord {
  readonly #minutes = new Map<string, Minutes>();
  readonly #pending = new Map<string, Prediction[]>();
  readonly #rows = new Map<string, Row>();
  #waiting = 0;

  /** A forecast was made; it is judged when its time has come, or at once when that is past. */
  predicted(prediction: Prediction): void {
    this.#rowOf(prediction).labels.set(predictionSeries(prediction), prediction.label);
    if (this.#minutes.get(prediction.symbol)?.has(prediction.forAt)) this.#judge(prediction);
    else if (this.#waiting < mostPending) this.#await(prediction);
  }

  #await(prediction: Prediction): void {
    const pending = this.#pending.get(prediction.symbol) ?? [];
    pending.push(prediction);
    this.#pending.set(prediction.symbol, pending);
    this.#waiting += 1;
  }

  /** A minute is complete. */
  happened(features: Features): void {
    const minutes = this.#minutes.get(features.symbol) ?? new Minutes();
    this.#minutes.set(features.symbol, minutes);
    minutes.add(features.time, features);
    const pending = this.#pending.get(features.symbol) ?? [];
    const due = pending.filter(({ forAt }) => forAt <= features.time);
    for (const prediction of due) this.#judge(prediction);
    this.#waiting -= due.length;
    this.#pending.set(
      features.symbol,
      pending.filter(({ forAt }) => forAt > features.time),
    );
  }

  /** One row for each target and horizon, in this order. */
  rows(): RecordRow[] {
    return [...this.#rows.values()].map(summarize).sort((left, right) => {
      const byTarget = left.target.localeCompare(right.target);
      return byTarget === 0 ? left.horizonSeconds - right.horizonSeconds : byTarget;
    });
  }

  #judge(prediction: Prediction): void {
    const truth = truthOf(prediction, this.#minutes.get(prediction.symbol));
    if (truth === undefined) return;
    const { judgements } = this.#rowOf(prediction);
    judgements.push(judge(prediction, truth));
    if (judgements.length > mostJudged) judgements.shift();
  }

  #rowOf({ target, horizonSeconds }: Prediction): Row {
    const key = `${target}/${horizonSeconds}`;
    const row = this.#rows.get(key) ?? { target, horizonSeconds, judgements: [], labels: new Map() };
    this.#rows.set(key, row);
    return row;
  }
}

function truthOf({ target, basedOn, forAt }: Prediction, minutes: Minutes | undefined): number | undefined {
  if (target === 'Price') return minutes?.close(forAt);
  return target === 'Volume' ? minutes?.volume(basedOn, forAt) : minutes?.volatility(basedOn, forAt);
}

function judge({ intervals, point, lastValue }: Prediction, truth: number): Judgement {
  const inside = intervals.map(({ levelPercent, lower, upper }) => {
    return [String(levelPercent), lower <= truth && truth <= upper] as const;
  });
  const hasLogarithm = Math.min(point, lastValue, truth) > 0;
  const errors = { ours: logError(point, truth), lastValue: logError(lastValue, truth) };
  return { inside: Object.fromEntries(inside), errors: hasLogarithm ? errors : undefined };
}

function logError(value: number, truth: number): number {
  return Math.abs(Math.log(value / truth));
}

function summarize({ target, horizonSeconds, judgements, labels }: Row): RecordRow {
  const errors = judgements.flatMap((judgement) => judgement.errors ?? []);
  const ours = errors.reduce((sum, error) => sum + error.ours, 0);
  const lastValue = errors.reduce((sum, error) => sum + error.lastValue, 0);
  const levels = [...new Set(judgements.flatMap(({ inside }) => Object.keys(inside)))];
  return {
    target,
    horizonSeconds,
    judged: judgements.length,
    coverage: Object.fromEntries(levels.map((level) => [level, coverageOf(judgements, level)])),
    errorRatio: lastValue > 0 ? ours / lastValue : null,
    labels: countBy(labels.values()),
  };
}

function coverageOf(judgements: readonly Judgement[], level: string): number {
  const judged = judgements.flatMap(({ inside }) => inside[level] ?? []);
  return judged.filter((held) => held).length / judged.length;
}

function countBy(labels: Iterable<PredictionLabel>): Partial<Record<PredictionLabel, number>> {
  const counts: Partial<Record<PredictionLabel, number>> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
