import { MultivariateLinearRegression } from 'ml-regression';
import type { FeatureTable } from '../features/feature-table.ts';
import { boundsOf, within } from './bounds.ts';
import type { Model, Training } from './model.ts';

/** What is known about a moment before its value is; a table of features, or something that writes such rows. */
export type MomentFeatures = Pick<FeatureTable, 'names' | 'write'>;

/** Rows that a fit looks at, at most. */
const mostRows = 2000;

/**
 * Linear regression of the value on features of its moment, such as those of the feature table, by ordinary least
 * squares of the package ml-regression, and iterated on its own forecasts where features look back. Kept as a checked
 * baseline: it is what a first attempt would be, and features of time without lags of the season are worth little.
 * (Draper and Smith, Applied Regression Analysis, chapter 5.)
 */
export function featureRegression(features: MomentFeatures): Model {
  const name = 'feature-regression';
  return {
    name,
    fit(training) {
      const sizes = sizesOf(features, training);
      const { inputs, targets } = rowsOf(features, training, sizes);
      if (inputs.length < 2 * features.names.length + 4) return undefined;
      const { weights } = new MultivariateLinearRegression(inputs, targets, { statistics: false });
      const bounds = boundsOf(training);
      const row = new Float64Array(features.names.length);
      return {
        name,
        forecast(values, origin, path) {
          const extended = new Float64Array(origin + path.length);
          extended.set(values.subarray(0, origin));
          for (let ahead = 0; ahead < path.length; ahead += 1) {
            features.write(extended, origin + ahead, row);
            let sum = weights[row.length]?.[0] ?? 0;
            for (let k = 0; k < row.length; k += 1)
              sum += ((weights[k]?.[0] ?? 0) * (row[k] as number)) / (sizes.columns[k] as number);
            path[ahead] = within(bounds, sum * sizes.target);
            extended[origin + ahead] = path[ahead] as number;
          }
        },
      };
    },
  };
}

/** Mean sizes that everything is measured in: in XᵀX of raw numbers the small columns would drown in rounding. */
interface Sizes {
  readonly columns: Float64Array;
  readonly target: number;
}

function sizesOf(features: MomentFeatures, training: Training): Sizes {
  const columns = new Float64Array(features.names.length);
  const row = new Float64Array(features.names.length);
  let [target, count] = [0, 0];
  eachRow(features, training, row, (value) => {
    row.forEach((cell, k) => {
      columns[k] = (columns[k] as number) + Math.abs(cell);
    });
    target += Math.abs(value);
    count += 1;
  });
  const size = (sum: number) => (sum > 0 ? sum / count : 1);
  return { columns: columns.map(size), target: size(target) };
}

function rowsOf(features: MomentFeatures, training: Training, sizes: Sizes) {
  const inputs: number[][] = [];
  const targets: number[][] = [];
  const row = new Float64Array(features.names.length);
  eachRow(features, training, row, (value) => {
    inputs.push(Array.from(row, (cell, k) => cell / (sizes.columns[k] as number)));
    targets.push([value / sizes.target]);
  });
  return { inputs, targets };
}

/** Visits the known values whose features are all there. */
function eachRow(
  features: MomentFeatures,
  { values, known, end }: Training,
  row: Float64Array,
  visit: (value: number) => void,
): void {
  for (let time = Math.max(0, end - mostRows); time < end; time += 1) {
    if (known[time] === 0) continue;
    features.write(values, time, row);
    if (!row.some(Number.isNaN)) visit(values[time] as number);
  }
}
