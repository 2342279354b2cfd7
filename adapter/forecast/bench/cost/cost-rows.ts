import { fillGaps } from '../../src/fill-gaps.ts';
import {
  forecastSeries,
  LiveForecaster,
  lagRegression,
  type Model,
  seasonalAutoregression,
  seriesFrom,
} from '../../src/index.ts';
import { seasonalLags } from '../../src/models/seasonal-autoregression.ts';
import { loadLike } from '../loads.ts';
import { day, horizon, week } from '../series-set.ts';
import { median } from '../table.ts';
import { warmRegression } from './warm-regression.ts';

export const costTitles = ['what', 'figure', 'must', 'aim', 'spread'];

const hourly = loadLike(900, 3600);
const minutes = loadLike(12_000, 60);
const warmSteps = 96;
const seriesHeld = 20;

/** What a forecast costs in processor time, and a series held warm in memory. */
export function costRows(): string[][] {
  // First, while nothing of the other rows is left to be collected.
  const held = memory();
  return [
    row(
      'cold, one regression, 48 steps',
      repeated(60, () => one(seasonalAutoregression)),
      ['1 ms', '0.4 ms'],
    ),
    row(
      'cold, the same lags by ml-regression',
      repeated(20, () => one(lagRegression(seasonalLags([day, week], 900)))),
      ['-', '-'],
    ),
    row(
      'cold, ensemble with bands and window maximum',
      repeated(25, () => {
        forecastSeries(seriesFrom(hourly, 3600), { horizon, levels: [0.8, 0.95], windows: [8] });
      }),
      ['35 ms', '10 ms'],
    ),
    row(
      'cold, ensemble, 12,000 minutes with day and week',
      repeated(15, () => {
        forecastSeries(seriesFrom(minutes, 60), { horizon: 60, levels: [0.95], windows: [60] });
      }),
      ['60 ms', '25 ms'],
    ),
    row('warm step, one regression', warmRegression(hourly), ['0.1 ms', '0.025 ms']),
    warmRow(),
    ['memory of a series held warm, 900 values', held, '200 KiB', '60 KiB', ''],
  ];
}

function one(model: Model): void {
  const { values, known } = fillGaps(Float64Array.from(hourly));
  const fitted = model.fit({ values, known, end: values.length, seasons: [day, week], nonNegative: true });
  fitted?.forecast(values, values.length, new Float64Array(horizon));
}

function row(name: string, spent: readonly number[], [must, aim]: readonly [string, string]): string[] {
  return [
    name,
    show(median(spent)),
    must,
    aim,
    `${show(quantile(spent, 0.1))} … ${show(quantile(spent, 0.9))}`,
  ];
}

function show(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 1 ? 3 : 1)} ms`;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

/** Processor time of each of so many calls, after some that warm the compiler. */
function repeated(times: number, run: () => void): number[] {
  for (let count = 0; count < 5; count += 1) run();
  return Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
}

/** The mean, because one step of 96 fits anew and must not hide behind a median. */
function warmRow(): string[] {
  const live = open(900);
  const samples = loadLike(900 + 2 * warmSteps, 3600).slice(900);
  const step = (sample: number | undefined) => {
    const before = process.cpuUsage();
    live.add(sample ?? null);
    live.forecast();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  samples.slice(0, warmSteps).forEach(step);
  const spent = samples.slice(warmSteps).map(step);
  const mean = spent.reduce((sum, value) => sum + value, 0) / spent.length;
  return [
    'warm step, ensemble with bands and window maximum, mean of 96, refit among them',
    show(mean),
    '5 ms',
    '1.5 ms',
    `median ${show(median(spent))}, largest ${show(Math.max(...spent))}`,
  ];
}

function open(length: number): LiveForecaster {
  return LiveForecaster.open(
    { stepSeconds: 3600, horizon, levels: [0.95], windows: [8] },
    hourly.slice(0, length),
  );
}

/** What a series adds to those already held: the first ones also pay for what the compiler keeps of the code. */
function memory(): string {
  const collect = globalThis.gc;
  if (collect === undefined) return 'not measured: run with node --expose-gc';
  const held = Array.from({ length: seriesHeld }, heldWarm);
  const before = heldBytes(collect);
  for (let count = 0; count < seriesHeld; count += 1) held.push(heldWarm());
  const bytes = heldBytes(collect) - before;
  return `${(bytes / (held.length - seriesHeld) / 1024).toFixed(0)} KiB`;
}

function heldWarm(): LiveForecaster {
  const live = open(900);
  for (const sample of hourly.slice(0, 24)) live.add(sample);
  live.forecast();
  return live;
}

/** Array buffers are freed in the collection after the one that finds their owners dead. */
function heldBytes(collect: () => void): number {
  for (let count = 0; count < 3; count += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
