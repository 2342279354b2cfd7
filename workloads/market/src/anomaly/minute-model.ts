import { sigmaFloor } from '../stage/feature-windows.ts';
import { Tail, type TailState } from './tail.ts';

/** What is known of the minutes of a symbol, as plain JSON of bounded size. */
export interface MinuteModelState {
  readonly minutes: number;
  /** Mean squared return of a minute, over about twenty minutes and over about a day. */
  readonly variance: number;
  readonly dayVariance: number;
  /** Mean volume of a minute, over about a quarter of an hour, an hour and a day. */
  readonly volumes: readonly number[];
  readonly moveTail: TailState;
  readonly volumeTail: TailState;
}

/** What a minute looked like up to some trade of it. */
export interface MinuteView {
  /** Largest distance of a logarithmic price from the close of the minute before. */
  readonly move: number;
  readonly volume: number;
}

/** How far out a minute lies. */
export interface Oddness {
  readonly moveProbability: number;
  readonly volumeProbability: number;
  /** Of both together: Bonferroni over the two, which holds however they depend on each other. */
  readonly probability: number;
}

/** Minutes before anything is called odd. */
export const warmUpMinutes = 60;

/** Weight of the past in the variance, by the exponential mean of RiskMetrics (J.P. Morgan, 1996). */
const varianceRetention = 0.95;
const dayRetention = 1 - 1 / 1_440;
const volumeRetentions = [1 - 1 / 15, 1 - 1 / 60, dayRetention] as const;
/** A calm moment of a lively day is not taken for calmer than this share of the day's deviation. */
const dayShare = 0.75;
/** Half of what is known of the tails goes within this many minutes. */
const tailHalfLife = 7 * 1_440;

const tailOptions = { retention: 0.5 ** (1 / tailHalfLife), priorWeight: 1_440, bins: 100 };

/**
 * Beliefs before the first minute, measured on minutes of a large market: deviations inside a minute like Student's t
 * with 3 degrees of freedom and a standard deviation of 1.15, volumes by a power law.
 */
const priors = {
  move: (logSigmas: number) => {
    const z = sigmasOf(logSigmas) / 1.15;
    return 1 - (2 / Math.PI) * (z / (1 + z * z) + Math.atan(z));
  },
  volume: (logRatio: number) => (logRatio <= 0 ? 1 : 0.26 * Math.exp(-2.15 * logRatio)),
};

/** Moves and volumes are counted by their logarithm: tails by a power law become exponential. */
const logOf = (sigmas: number) => Math.log1p(sigmas);
const sigmasOf = (logSigmas: number) => Math.expm1(logSigmas);

/** Learns from complete minutes how odd the next one is. */
export class MinuteModel {
  #minutes: number;
  #variance: number;
  #dayVariance: number;
  #volumes: readonly number[];
  readonly #moveTail: Tail;
  readonly #volumeTail: Tail;

  constructor(state?: MinuteModelState) {
    this.#minutes = state?.minutes ?? 0;
    this.#variance = state?.variance ?? 0;
    this.#dayVariance = state?.dayVariance ?? 0;
    this.#volumes = state?.volumes ?? volumeRetentions.map(() => 0);
    this.#moveTail = new Tail({ ...tailOptions, binWidth: 0.05, prior: priors.move }, state?.moveTail);
    this.#volumeTail = new Tail({ ...tailOptions, binWidth: 0.1, prior: priors.volume }, state?.volumeTail);
  }

  get warm(): boolean {
    return this.#minutes >= warmUpMinutes;
  }

  /** The volume that a minute is measured by: the largest of the means. */
  get usualVolume(): number {
    return Math.max(...this.#volumes);
  }

  /** Standard deviation that a return is measured by. */
  get sigma(): number {
    const day = dayShare * dayShare * this.#dayVariance;
    return Math.max(Math.sqrt(Math.max(this.#variance, day)), sigmaFloor.relative);
  }

  oddness({ move, volume }: MinuteView): Oddness {
    const moveProbability = this.#moveTail.probability(logOf(move / this.sigma));
    const volumeProbability = this.#volumeTail.probability(this.#logRatio(volume));
    const probability = Math.min(1, 2 * Math.min(moveProbability, volumeProbability));
    return { moveProbability, volumeProbability, probability };
  }

  /** The least move and the least volume of which one alone makes a minute as improbable as this. */
  bounds(probability: number): MinuteView {
    return {
      move: sigmasOf(this.#moveTail.quantile(probability / 2)) * this.sigma,
      volume: Math.exp(this.#volumeTail.quantile(probability / 2)) * this.usualVolume,
    };
  }

  /** Takes in a complete minute: its view, and the return from close to close. */
  learn(view: MinuteView, logReturn: number): void {
    if (this.warm) {
      this.#moveTail.add(logOf(view.move / this.sigma));
      this.#volumeTail.add(this.#logRatio(view.volume));
    }
    this.#minutes += 1;
    const square = logReturn * logReturn;
    this.#variance = this.#blend(this.#variance, square, varianceRetention);
    this.#dayVariance = this.#blend(this.#dayVariance, square, dayRetention);
    this.#volumes = volumeRetentions.map((retention, at) =>
      this.#blend(this.#volumes[at] ?? 0, view.volume, retention),
    );
  }

  state(): MinuteModelState {
    return {
      minutes: this.#minutes,
      variance: this.#variance,
      dayVariance: this.#dayVariance,
      volumes: this.#volumes,
      moveTail: this.#moveTail.state(),
      volumeTail: this.#volumeTail.state(),
    };
  }

  /** An exponential mean; over fewer minutes than its memory a plain one. */
  #blend(before: number, value: number, retention: number): number {
    const kept = Math.min(retention, 1 - 1 / this.#minutes);
    return kept * before + (1 - kept) * value;
  }

  #logRatio(volume: number): number {
    return Math.max(0, Math.log(volume / this.usualVolume) || 0);
  }
}
