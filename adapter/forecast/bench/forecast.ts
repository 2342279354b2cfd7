import { fillGaps } from '../src/fill-gaps.ts';
import {
  forecastSeries,
  LiveForecaster,
  lagRegression,
  type Model,
  seasonalAutoregression,
  seriesFrom,
} from '../src/index.ts';
import { loadLike } from './load-like.ts';

/** `npm run bench:forecast`: what a forecast costs in processor time, beside ml-regression in the same run. */
const hourly = loadLike(900, 3600);
const minutes = loadLike(12_000, 60);
const horizon = 48;

const rows: (readonly [string, string])[] = [
  ['cold, one regression of ours', milliseconds(20, () => one(seasonalAutoregression))],
  [
    'cold, the same lags by ml-regression',
    milliseconds(20, () =>
      one(lagRegression([1, 2, 3, 4, 22, 23, 24, 25, 26, 46, 47, 48, 49, 50, 166, 167, 168, 169, 170])),
    ),
  ],
  [
    'cold, ensemble with bands and window maximum',
    milliseconds(10, () =>
      forecastSeries(seriesFrom(hourly, 3600), { horizon, levels: [0.8, 0.95], windows: [8] }),
    ),
  ],
  [
    'cold, ensemble, 12,000 minutes',
    milliseconds(5, () =>
      forecastSeries(seriesFrom(minutes, 60), { horizon: 60, levels: [0.95], windows: [60] }),
    ),
  ],
  ['warm, one sample and a whole answer (mean of 96, one refit among them)', warmStep()],
  ['memory of a series held warm, 900 values', memory()],
];
const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);

function one(model: Model): void {
  const { values, known } = fillGaps(Float64Array.from(hourly));
  const fitted = model.fit({ values, known, end: values.length, seasons: [24, 168], nonNegative: true });
  fitted?.forecast(values, values.length, new Float64Array(horizon));
}

/** Median processor time of a call. */
function milliseconds(times: number, run: () => void): string {
  run();
  const spent = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
  return `${(spent[spent.length >> 1] ?? Number.NaN).toFixed(2)} ms`;
}

function open(): LiveForecaster {
  return LiveForecaster.open({ stepSeconds: 3600, horizon, levels: [0.95], windows: [8] }, hourly);
}

function warmStep(): string {
  const live = open();
  const samples = loadLike(1100, 3600).slice(900, 996);
  const before = process.cpuUsage();
  for (const sample of samples) {
    live.add(sample);
    live.forecast();
  }
  const { user, system } = process.cpuUsage(before);
  return `${((user + system) / 1000 / samples.length).toFixed(2)} ms`;
}

function memory(): string {
  const collect = globalThis.gc;
  if (collect === undefined) return 'not measured: run with node --expose-gc';
  const held: LiveForecaster[] = [];
  collect();
  const before = process.memoryUsage();
  for (let count = 0; count < 20; count += 1) held.push(open());
  for (const live of held) live.add(100);
  for (const live of held) live.forecast();
  collect();
  const after = process.memoryUsage();
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  return `${(bytes / held.length / 1024).toFixed(0)} KiB`;
}
