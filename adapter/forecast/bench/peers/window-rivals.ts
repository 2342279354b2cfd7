import { forecastSeries, seriesFrom } from '../../src/index.ts';
import { holtWintersWith } from '../../src/models/holt-winters.ts';
import { day, week } from '../series-set.ts';
import { lowPassedPeriod } from './low-passed-period.ts';

/** Says, from the past alone, what the maximum over the next `window` steps will stay under. */
export type WindowRule = (past: readonly number[], window: number) => number;

const craneMargin = 1.1;
const phpaRates = { alpha: 0.9, beta: 0.1, gamma: 0.9 };
const phpaSeasons = 4;

/**
 * What scalers on Kubernetes reserve for the time ahead, re-made from their sources. All but the first and the last
 * are taken together with the load of now, as their autoscalers do.
 */
export const windowRules: Readonly<Record<string, WindowRule>> = {
  'pricecast, 0.9 of the window maximum': (past, window) => {
    const found = forecastSeries(seriesFrom(past, 3600), { horizon: window, windows: [window] });
    return found.windowMax[String(window)]?.['0.9'] ?? Number.NaN;
  },
  "last day's maximum": (past) => Math.max(...past.slice(-day)),
  'same window a week ago (Mimir)': orNow((past, window) => {
    const from = past.length - week;
    return Math.max(...past.slice(from, from + window));
  }),
  'low-passed last day + 10 % (Crane)': orNow((past, window) => {
    const { point } = lowPassedPeriod({ id: '', values: past, seasons: [day], horizon: window, level: 0.9 });
    return craneMargin * Math.max(...point);
  }),
  'Holt-Winters one step, order as shipped (PHPA)': orNow((past) => {
    const seen = past.slice(-phpaSeasons * day);
    return oneStep([...seen.slice(0, -1).reverse(), seen.at(-1) ?? 0]);
  }),
  'Holt-Winters one step, order mended (PHPA)': orNow((past) => oneStep(past.slice(-phpaSeasons * day))),
  'the load of now (HPA)': (past) => past.at(-1) ?? Number.NaN,
};

function orNow(rule: WindowRule): WindowRule {
  return (past, window) => Math.max(rule(past, window), past.at(-1) ?? Number.NaN);
}

function oneStep(seen: readonly number[]): number {
  const values = Float64Array.from(seen);
  const known = new Uint8Array(values.length).fill(1);
  const training = { values, known, end: values.length, seasons: [day], nonNegative: true };
  const path = new Float64Array(1);
  const fitted = holtWintersWith(day, phpaRates, training);
  fitted.forecast(values, values.length, path);
  return path[0] as number;
}
