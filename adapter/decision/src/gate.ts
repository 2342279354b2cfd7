/** When the forecast may act. */
export interface GateSettings {
  readonly minSkillPercent: number;
  readonly maxCoverageErrorPercent: number;
  readonly armAfterCycles: number;
  readonly disarmAfterCycles: number;
}

/** How one forecast turned out, once the time it speaks of has passed. */
export interface ForecastOutcome {
  /** Pinball loss of the upper quantile that was forecast. */
  readonly loss: number;
  /** Pinball loss, at the same level, of the same quantile made from the last value and its past errors. */
  readonly baselineLoss: number;
  /** Whether the demand stayed at or below the quantile. */
  readonly covered: boolean;
  /** Chance with which it should have, from 0 to 1. */
  readonly level: number;
  /** How many neighbouring outcomes speak of much the same time and so count as one; 1 where it is left out. */
  readonly overlap?: number;
}

/** What is known about the forecast's skill; plain JSON. */
export interface GateMemory {
  readonly armed: boolean;
  readonly outcomes: number;
  readonly loss: number;
  readonly baselineLoss: number;
  readonly coverageError: number;
  /** Outcomes that count as one, and the coverage promised; of the newest outcome. */
  readonly overlap?: number;
  readonly level?: number;
  /** Cycles in a row that spoke against the present state. */
  readonly against: number;
}

/** Not armed, nothing seen. */
export const noSkill: GateMemory = {
  armed: false,
  outcomes: 0,
  loss: 0,
  baselineLoss: 0,
  coverageError: 0,
  against: 0,
};

/** Outcomes over which losses are averaged. */
const memoryOutcomes = 240;
/** Outcomes before skill is judged at all. */
const fewestOutcomes = 20;
/** Outcomes that an average over the newest `memoryOutcomes`, weighted exponentially, is as sure as. */
const surestOutcomes = 2 * memoryOutcomes - 1;
/** Standard errors that coverage has to be off beyond the tolerance: 95 % sure, one-sided. */
const sureErrors = 1.645;
/** An armed forecast keeps acting while its skill is above this share of the skill that armed it. */
const keptShare = 0.3;

/**
 * Pinball loss of a quantile: `level` per unit that the value lies above it, `1 - level` per unit below.
 * Koenker & Bassett, Regression Quantiles (Econometrica 1978).
 */
export function pinballLoss(level: number, quantile: number, value: number): number {
  return value >= quantile ? level * (value - quantile) : (1 - level) * (quantile - value);
}

/** Skill in percent: how much smaller the loss is than the baseline's; undefined before it can be judged. */
export function skillPercent({ outcomes, loss, baselineLoss }: GateMemory): number | undefined {
  if (outcomes < fewestOutcomes) return undefined;
  if (baselineLoss <= 0) return loss <= 0 ? 0 : -100;
  return 100 * (1 - loss / baselineLoss);
}

/** Share of outcomes at or under the quantile that was forecast; undefined before it can be judged. */
export function coverageOf({ outcomes, coverageError, level }: GateMemory): number | undefined {
  return outcomes < fewestOutcomes || level === undefined ? undefined : level + coverageError;
}

/**
 * Takes in one outcome and arms or disarms: after so many cycles in a row with enough skill and calibration,
 * and after so many without. Between the skill that arms and a third of it nothing changes.
 */
export function judgeForecast(memory: GateMemory, seen: ForecastOutcome, settings: GateSettings): GateMemory {
  const outcomes = memory.outcomes + 1;
  const weight = Math.max(1 / outcomes, 1 / memoryOutcomes);
  const blend = (before: number, now: number) => before + weight * (now - before);
  const next: GateMemory = {
    ...memory,
    outcomes,
    loss: blend(memory.loss, seen.loss),
    baselineLoss: blend(memory.baselineLoss, seen.baselineLoss),
    coverageError: blend(memory.coverageError, (seen.covered ? 1 : 0) - seen.level),
    overlap: seen.overlap ?? 1,
    level: seen.level,
  };
  const against = speaksAgainst(next, settings) ? memory.against + 1 : 0;
  const needed = memory.armed ? settings.disarmAfterCycles : settings.armAfterCycles;
  return against >= needed ? { ...next, armed: !memory.armed, against: 0 } : { ...next, against };
}

/** Too many short outcomes are a fault; more coverage than promised only costs, and the risk feedback ends it. */
function speaksAgainst(memory: GateMemory, settings: GateSettings): boolean {
  const skill = skillPercent(memory);
  if (skill === undefined) return false;
  const calibrated = mayBeCalibrated(memory, settings.maxCoverageErrorPercent / 100);
  return memory.armed
    ? skill < settings.minSkillPercent * keptShare || !calibrated
    : skill >= settings.minSkillPercent && calibrated;
}

/**
 * Whether the coverage seen leaves it open that the true one is at most `tolerance` below the promise: a share of
 * few outcomes is off by chance alone, and of overlapping ones there are fewer than it seems. Upper end of the
 * score interval for a binomial share (Wilson, JASA 1927).
 */
function mayBeCalibrated(memory: GateMemory, tolerance: number): boolean {
  const seen = coverageOf(memory);
  if (seen === undefined || memory.level === undefined) return false;
  const count = Math.min(memory.outcomes, surestOutcomes) / (memory.overlap ?? 1);
  const doubt = sureErrors ** 2 / count;
  const spread = sureErrors * Math.sqrt((seen * (1 - seen)) / count + doubt / (4 * count));
  return (seen + doubt / 2 + spread) / (1 + doubt) >= memory.level - tolerance;
}
