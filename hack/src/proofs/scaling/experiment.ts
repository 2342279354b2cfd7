import type { CurveSettings } from './load-curve.ts';

/** Who scales a Deployment; each names its Deployment, its HPA or scaler, and its consumer group. */
export type Side = 'predictive' | 'reactive' | PretendingSide;
/** One that only pretends to be proactive. */
export type PretendingSide = 'maximum' | 'copy' | 'half-more';

/** The load experiment: what is scaled, by what, under which load. */
export interface Experiment {
  /** Who takes part on the cluster. Of those that pretend, the others are simulated. */
  readonly sides: readonly Side[];
  readonly curve: CurveSettings;
  /** Cycles whose records are produced beforehand, with time stamps of the past. */
  readonly earlierCycles: number;
  /** Cycles that are scored. */
  readonly scoredCycles: number;
  /** Seconds after the begin during which nothing is scored: both scalers take hold. */
  readonly settleSeconds: number;
  /** A spike that nobody can predict: when it begins after the begin, how long it lasts, and its factor. */
  readonly spike: { readonly atSeconds: number; readonly seconds: number; readonly factor: number };
  readonly partitions: number;
  /** Records that one pod handles in a second. */
  readonly ratePerPod: number;
  /** Seconds from start to partitions assigned. */
  readonly startSeconds: number;
  readonly maxReplicas: number;
  readonly intervalSeconds: number;
  readonly downWindowSeconds: number;
  /** Share of the declared rate to which the plain HPA loads a pod. */
  readonly reactiveUtilization: number;
  readonly riskPercent: number;
}

/** At full length. */
export const fullExperiment: Experiment = {
  sides: ['predictive', 'reactive'],
  curve: { cycleSeconds: 480, quiet: 30, busy: 200, seed: 7 },
  earlierCycles: 20,
  scoredCycles: 2,
  settleSeconds: 120,
  spike: { atSeconds: 660, seconds: 30, factor: 2.5 },
  partitions: 60,
  ratePerPod: 20,
  startSeconds: 30,
  maxReplicas: 20,
  intervalSeconds: 5,
  downWindowSeconds: 30,
  reactiveUtilization: 0.7,
  riskPercent: 0.3,
};

/** Shortened: one cycle of four minutes, half the pods, so that all sides fit, and a risk that is asked more often. */
export const gateExperiment: Experiment = {
  ...fullExperiment,
  sides: ['predictive', 'reactive', 'maximum', 'copy', 'half-more'],
  curve: { ...fullExperiment.curve, cycleSeconds: 240 },
  scoredCycles: 1,
  settleSeconds: 60,
  spike: { ...fullExperiment.spike, atSeconds: 200 },
  startSeconds: 15,
  ratePerPod: 40,
  riskPercent: 1,
};

/** Seconds from the begin to the end of the experiment. */
export const lengthOf = ({ settleSeconds, scoredCycles, curve }: Experiment): number =>
  settleSeconds + scoredCycles * curve.cycleSeconds;

/** Seconds for which a spike still tells: until pods that it caused serve and are gone again. */
const aftermathSeconds = 60;

/** Whether a second after the begin is scored. */
export function isScored(second: number, { settleSeconds, spike }: Experiment): boolean {
  const isSpike = second >= spike.atSeconds && second < spike.atSeconds + spike.seconds + aftermathSeconds;
  return second >= settleSeconds && !isSpike;
}
