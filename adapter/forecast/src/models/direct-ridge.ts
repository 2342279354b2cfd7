import { addRow, solveCholesky } from '../linear/cholesky.ts';
import { boundsOf, within } from './bounds.ts';
import type { Model, Training } from './model.ts';

const ridge = 1e-3;
/** Rows that a fit looks at, at most. */
const mostRows = 2000;
const rowsPerCoefficient = 3;
/** Newest values beside the last one. */
const newest = [2, 3, 4, 5];

/**
 * A regression of its own for each of the leads up to `horizon`: y(t+h) − y(t) is linear in the values before t
 * and in those at the same phase one and two seasons ago, all less y(t). Least squares with a ridge that is a
 * share of each diagonal entry; the constant is free. Leads beyond `horizon` take the coefficients of the last.
 * (Direct multi-step forecasting: Ben Taieb et al., Expert Systems with Applications 39, 2012, §2.2.)
 */
export function directRidge(horizon: number): Model {
  const name = 'direct-ridge';
  return {
    name,
    fit(training) {
      const distances = distancesOf(training.seasons);
      const width = newest.length + distances.length + 1;
      const deepest = Math.max(
        newest.at(-1) as number,
        horizon + 1,
        ...distances.map((one) => reach(one, horizon)),
      );
      if (training.end - deepest - horizon < rowsPerCoefficient * width) return undefined;
      const row = new Float64Array(width);
      const leads = Array.from({ length: horizon }, (_, index) =>
        solveLead(training, { lead: index + 1, deepest, distances, row }),
      );
      const bounds = boundsOf(training);
      return {
        name,
        forecast(values, origin, path) {
          for (let ahead = 0; ahead < path.length; ahead += 1) {
            const lead = leads[Math.min(ahead, horizon - 1)] as Float64Array;
            writeRow(values, origin, { lead: ahead + 1, distances, row });
            let sum = values[origin - 1] as number;
            for (let k = 0; k < width; k += 1) sum += (lead[k] as number) * (row[k] as number);
            path[ahead] = within(bounds, sum);
          }
        },
      };
    },
  };
}

interface Lead {
  readonly lead: number;
  readonly distances: readonly number[];
  /** Where a row is written. */
  readonly row: Float64Array;
}

/** Steps back to the same phase: one and two of the shortest season, one of each longer one. */
function distancesOf([shortest, ...longer]: readonly number[]): number[] {
  if (shortest === undefined) return [];
  return [...new Set([shortest, 2 * shortest, ...longer].map(Math.round))].filter(
    (distance) => distance >= 2,
  );
}

/** The smallest multiple of a distance that reaches from the lead back to what is known. */
function reach(distance: number, lead: number): number {
  return Math.ceil(lead / distance) * distance;
}

function writeRow(values: Float64Array, origin: number, { lead, distances, row }: Lead): void {
  const base = values[origin - 1] as number;
  let at = 0;
  for (const lag of newest) row[at++] = (values[origin - lag] as number) - base;
  for (const distance of distances)
    row[at++] = (values[origin + lead - 1 - reach(distance, lead)] as number) - base;
  row[at] = 1;
}

function solveLead(
  { values, known, end }: Training,
  asked: Lead & { readonly deepest: number },
): Float64Array {
  const { lead, deepest, row } = asked;
  const width = row.length;
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width);
  for (let origin = Math.max(deepest, end - mostRows); origin + lead <= end; origin += 1) {
    if (known[origin + lead - 1] === 0) continue;
    writeRow(values, origin, asked);
    addRow(gram, right, row, (values[origin + lead - 1] as number) - (values[origin - 1] as number));
  }
  for (let k = 0; k < width - 1; k += 1) gram[k * width + k] = (gram[k * width + k] as number) * (1 + ridge);
  solveCholesky(gram, right, width);
  return right;
}
