import { readFileSync } from 'node:fs';
import { AheadForecaster, commonSeasons, scores } from '../src/index.ts';
import { tableOf } from './table.ts';

type Values = readonly (number | null)[];

const window = { from: 2.5, to: 3.5 };
/** Rows that are read, and of the forecasts of the last part of them, every so many-th is judged. */
const read = 7_200;
const judged = { from: 2_880, every: 3 } as const;

/** What there is beside a load of which `later` tells the value so many steps after a step, with noise in it. */
const cases: readonly (readonly [string, (later: (step: number, by: number) => number | null) => Tells])[] = [
  ['nothing', () => []],
  ['noise', () => [(step) => noise(step, 1)]],
  ['two series of noise', () => [(step) => noise(step, 1), (step) => noise(step, 2)]],
  ['the load three steps later, 20 % noise', (later) => [(step) => later(step, 3)]],
  ['the load ten steps later, 20 % noise', (later) => [(step) => later(step, 10)]],
  ['three steps later, every fifth value', (later) => [(step) => (step % 5 === 0 ? later(step, 3) : null)]],
  ['three steps later, and noise', (later) => [(step) => later(step, 3), (step) => noise(step, 1)]],
  ['a series of which nothing comes', () => [() => null]],
];
type Tells = readonly ((step: number) => number | null)[];

/** How good forecasts of the largest load are, and what they cost, beside series that lead the load and others. */
export function ledTable(file: string): string {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1, read + 1);
  const [first = 0, second = 60_000] = rows.slice(0, 2).map((row) => Date.parse(row.split(',')[0] ?? ''));
  const load = rows.map((row) => {
    const value = Number(row.split(',')[1] || Number.NaN);
    return Number.isNaN(value) ? null : Math.max(0, value);
  });
  const later = (step: number, by: number) => {
    const value = load[step + by];
    return value === null || value === undefined ? null : value * (1 + 0.2 * noise(step, 3));
  };
  const runs = cases.map(([name, tells]) => ({
    name,
    ...runOf(load, tells(later), (second - first) / 1_000),
  }));
  const alone = runs[0]?.loss ?? Number.NaN;
  return tableOf(
    ['beside the load', 'pinball loss', 'of that alone', 'at or under the 0.9 quantile', 'µs a step'],
    runs.map(({ name, loss, covered, micros }) => [
      name,
      (1_000 * loss).toFixed(2),
      (loss / alone).toFixed(3),
      `${(100 * covered).toFixed(1)} %`,
      micros.toFixed(0),
    ]),
  );
}

/** Pinball loss over mean load, and processor time of a sample and a forecast where one is judged. */
function runOf(load: Values, tells: Tells, stepSeconds: number) {
  const indicators = tells.length;
  const forecaster = new AheadForecaster({ window, seasons: commonSeasons(stepSeconds), indicators });
  const mean = load.reduce<number>((sum, value) => sum + (value ?? 0), 0) / load.length;
  let [loss, covered, count] = [0, 0, 0];
  const before = process.cpuUsage();
  load.forEach((value, step) => {
    forecaster.add(
      value,
      tells.map((told) => told(step)),
    );
    const peak = peakAfter(load, step);
    if (step < judged.from || step % judged.every !== 0 || peak === undefined) return;
    const { levels, loads } = forecaster.forecast() ?? { levels: [], loads: [] };
    const losses = levels.map((level, place) => scores.pinball(peak, loads[place] ?? Number.NaN, level));
    loss += losses.reduce((sum, one) => sum + one, 0) / losses.length / mean;
    covered += peak <= (loads[levels.indexOf(0.9)] ?? Number.NaN) ? 1 : 0;
    count += 1;
  });
  const { user, system } = process.cpuUsage(before);
  return { loss: loss / count, covered: covered / count, micros: (user + system) / load.length };
}

/** Largest load over the window after a step, on the lines between the samples; undefined where one is missing. */
function peakAfter(load: Values, step: number): number | undefined {
  const [before, middle, after] = load.slice(step + 2, step + 5);
  if (typeof before !== 'number' || typeof middle !== 'number' || typeof after !== 'number') return undefined;
  return Math.max(middle, (before + middle) / 2, (middle + after) / 2);
}

/** A number about 0 with a deviation of about 1, the same for the same step and series (sum of twelve: Irwin-Hall). */
function noise(step: number, series: number): number {
  let sum = -6;
  for (let part = 0; part < 12; part += 1) {
    const chance = Math.sin((step + 1) * 12.9898 + series * 78.233 + part * 37.719) * 43_758.5453;
    sum += chance - Math.floor(chance);
  }
  return sum;
}
