import { addMoments, type Design, type Moments, MomentTaker, noMoments, solveMoments } from './moments.ts';
import { medianInPlace } from './select.ts';

/** A regression to be solved for small errors, none of which counts by its square when it is large. */
export interface Problem {
  readonly design: Design;
  readonly target: Float64Array;
  /** How much each row counts, by age. */
  readonly ageWeights: Float64Array;
  /** Fold of each row, ascending; rows of fold 0 are never held out. */
  readonly folds: Uint8Array;
  readonly ridge: number;
  readonly passes: number;
}

/** Coefficients, and what is needed to go on learning or to do as if a fold had never been seen. */
export interface RobustFit {
  readonly coefficients: Float64Array;
  readonly moments: Moments;
  /** Median absolute error of the fit. */
  readonly spread: number;
  /** Coefficients without this fold and the next one, into which forecasts from this one reach. */
  heldOut(fold: number): Float64Array;
}

/** Errors below this multiple of the median one count as if they were that large: up to there they are squared. */
const smallestError = 1;

/**
 * Huber's regression by iteratively reweighted least squares with a small ridge: an error beyond the median one
 * counts by its size, a smaller one by its square. (Huber, Annals of Statistics 1, 1973; the weight of a row is the
 * inverse of its last absolute error as in Schlossmacher, JASA 68, 1973.) The last pass keeps moments per fold,
 * so that leaving a fold out is a subtraction and not another fit.
 */
export function fitRobustly(problem: Problem): RobustFit {
  const { design, target, ageWeights, ridge, passes } = problem;
  const taker = new MomentTaker(design, target);
  const errors = new Float64Array(design.rows);
  const weights = Float64Array.from(ageWeights);
  let spread = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    const moments = taker.take(weights, 0, design.rows);
    writeErrors(design, target, solveMoments(moments, ridge), errors);
    spread = typicalOf(errors);
    for (let row = 0; row < weights.length; row += 1)
      weights[row] = (ageWeights[row] as number) * rowWeight(errors[row] as number, spread);
  }
  return withFolds(problem, taker, weights, spread);
}

/** Weight of a row whose absolute error was that large. */
export function rowWeight(error: number, spread: number): number {
  return spread > 0 ? spread / Math.max(error, smallestError * spread) : 1;
}

function withFolds(
  { design, folds, ridge }: Problem,
  taker: MomentTaker,
  weights: Float64Array,
  spread: number,
): RobustFit {
  const parts = new Map<number, Moments>();
  const total = noMoments(design.width);
  for (let from = 0; from < design.rows; ) {
    const fold = folds[from] as number;
    let to = from;
    while (to < design.rows && folds[to] === fold) to += 1;
    const part = taker.take(weights, from, to);
    if (fold > 0) parts.set(fold, part);
    addMoments(total, part, 1);
    from = to;
  }
  return {
    coefficients: solveMoments(total, ridge),
    moments: total,
    spread,
    heldOut(fold) {
      const rest = noMoments(design.width);
      addMoments(rest, total, 1);
      for (const part of [parts.get(fold), parts.get(fold + 1)])
        if (part !== undefined) addMoments(rest, part, -1);
      return solveMoments(rest, ridge);
    },
  };
}

/** Writes the absolute errors. */
function writeErrors(
  { columns, rows, width }: Design,
  target: Float64Array,
  coefficients: Float64Array,
  errors: Float64Array,
): void {
  errors.set(target);
  for (let k = 0; k < width; k += 1) {
    const coefficient = coefficients[k] as number;
    const at = k * rows;
    for (let row = 0; row < rows; row += 1)
      errors[row] = (errors[row] as number) - coefficient * (columns[at + row] as number);
  }
  for (let row = 0; row < rows; row += 1) errors[row] = Math.abs(errors[row] as number);
}

/** Median, or a small share of the largest where more than half are zero. */
function typicalOf(errors: Float64Array): number {
  const median = medianInPlace(Float64Array.from(errors));
  return median > 0 ? median : 0.1 * errors.reduce((largest, error) => Math.max(largest, error), 0);
}
