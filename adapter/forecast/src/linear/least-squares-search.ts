import { solveCholesky } from './cholesky.ts';
import { dot } from './quantile-fit.ts';

/** Errors at a point and their derivatives, one array for each parameter. */
export interface Slope {
  readonly errors: Float64Array;
  readonly derivatives: readonly Float64Array[];
}

/** A sum of squares to be made small. */
export interface SquaresProblem {
  readonly start: Float64Array;
  readonly errorsAt: (point: Float64Array) => Float64Array;
  readonly slopeAt: (point: Float64Array) => Slope;
}

const mostSteps = 40;
const mostDamping = 1e8;
/** Relative gain below which a search has arrived. */
const enough = 1e-10;

/**
 * The point with the least sum of squared errors near the start: Gauss-Newton steps, damped as long as they would
 * lead uphill. (Marquardt, SIAM Journal 11, 1963.)
 */
export function leastSquares({ start, errorsAt, slopeAt }: SquaresProblem): Float64Array {
  let point = start;
  let slope = slopeAt(point);
  let least = squares(slope.errors);
  let damping = 1e-3;
  for (let step = 0; step < mostSteps && damping < mostDamping && least > 0; step += 1) {
    const next = stepped(point, slope, damping);
    const found = squares(errorsAt(next));
    if (!(found < least)) {
      damping *= 10;
      continue;
    }
    const gain = (least - found) / least;
    point = next;
    least = found;
    if (gain < enough) break;
    damping /= 10;
    slope = slopeAt(point);
  }
  return point;
}

function stepped(point: Float64Array, { errors, derivatives }: Slope, damping: number): Float64Array {
  const size = point.length;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  derivatives.forEach((one, i) => {
    right[i] = -dot(one, errors);
    for (let j = 0; j <= i; j += 1) gram[i * size + j] = dot(one, derivatives[j] as Float64Array);
    gram[i * size + i] = (gram[i * size + i] as number) * (1 + damping);
  });
  solveCholesky(gram, right, size);
  return point.map((value, index) => value + (right[index] as number));
}

function squares(errors: Float64Array): number {
  return dot(errors, errors);
}
