import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { AheadForecaster, commonSeasons } from '../src/index.ts';
import { ledTable } from './led.ts';
import { loadLike } from './loads.ts';
import { median, tableOf } from './table.ts';

const usage = `usage: npm run bench:forecast-ahead -- [--days N] [--digest FILE.csv]… [--led FILE.csv]…

What a forecaster for scaling costs in processor time and memory, held open
over so many days of minutes (8 by default), and opened anew.

  --days N       days of history
  --digest FILE  instead: a digest of what is forecast on a load (CSV:
                 timestamp,value), to tell whether a change changes answers
  --led FILE     instead: how good forecasts of a load are beside series that
                 lead it and others that say nothing
  --help         this text
`;

const minute = 60;
const day = 1_440;
const held = 20;
const indicators = 2;
const options = { window: { from: 2.5, to: 3.5 }, seasons: commonSeasons(minute) };
/** A digest is of every so many-th forecast from the second day on, over ten days at most. */
const digested = { from: day, every: 37, most: 10 * day } as const;

const { values: given } = parseArgs({
  options: {
    days: { type: 'string', default: '8' },
    digest: { type: 'string', multiple: true, default: [] },
    led: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});
if (given.help) say(usage);
else if (given.digest.length > 0)
  for (const file of given.digest) say(`${digestOf(file)}  ${basename(file)}`);
else if (given.led.length > 0) for (const file of given.led) say(`${basename(file)}\n\n${ledTable(file)}\n`);
else bench(Number(given.days));

function bench(days: number): void {
  const history = loadLike(days * day, minute);
  const later = loadLike(days * day + 300, minute).slice(history.length);
  const forecaster = walked(history);
  const learned = spent(1, () => forecaster.forecast());
  const steps = stepsOf(forecaster, later);
  const led = walked(history, indicators);
  const learnedLed = spent(1, () => led.forecast());
  const stepsLed = stepsOf(led, later, indicators);
  const snapshot = forecaster.snapshot();
  say(`${days} days at 1 min; processor time, and memory of ${held} forecasters held`);
  say(
    tableOf(
      ['what', 'figure'],
      [
        ['memory of a forecaster held', `${(bytesHeld(snapshot) / 1024).toFixed(0)} KiB`],
        ['its snapshot', `${(snapshot.length / 1024).toFixed(0)} KiB`],
        [
          'opening from the snapshot',
          `${spent(held, () => AheadForecaster.restore(snapshot)).toFixed(2)} ms`,
        ],
        ['taking the snapshot', `${spent(held, () => forecaster.snapshot()).toFixed(2)} ms`],
        ['walking through the history', `${spent(2, () => walked(history)).toFixed(0)} ms`],
        ['learning jumps, once a season, and a forecast', `${learned.toFixed(0)} ms`],
        ['a sample and a forecast', `${(1_000 * median(steps)).toFixed(0)} µs`],
        [`the same with ${indicators} leading indicators`, `${(1_000 * median(stepsLed)).toFixed(0)} µs`],
        ['their snapshot', `${(led.snapshot().length / 1024).toFixed(0)} KiB`],
        [
          'walking through the history with them',
          `${spent(2, () => walked(history, indicators)).toFixed(0)} ms`,
        ],
        ['learning jumps with them', `${learnedLed.toFixed(0)} ms`],
      ],
    ),
  );
}

function walked(history: readonly number[], indicators = 0): AheadForecaster {
  const forecaster = new AheadForecaster({ ...options, indicators });
  for (const load of history) forecaster.add(load, indicatorsOf(load, indicators));
  return forecaster;
}

/** Milliseconds of each sample and forecast. */
function stepsOf(forecaster: AheadForecaster, later: readonly number[], indicators = 0): number[] {
  return later.map((load) =>
    spent(1, () => {
      forecaster.add(load, indicatorsOf(load, indicators));
      forecaster.forecast();
    }),
  );
}

function indicatorsOf(load: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => (load * (place + 3)) % 7);
}

/** Milliseconds of processor time of a call, on average. */
function spent(times: number, run: () => void): number {
  const before = process.cpuUsage();
  for (let count = 0; count < times; count += 1) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / times;
}

/** Bytes that each of some forecasters adds. */
function bytesHeld(snapshot: Uint8Array): number {
  const collect = globalThis.gc;
  if (collect === undefined) return Number.NaN;
  const used = () => {
    for (let count = 0; count < 3; count += 1) collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const forecasters = Array.from({ length: held }, () => AheadForecaster.restore(snapshot));
  return (used() - before) / forecasters.length;
}

function digestOf(file: string): string {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1, digested.most);
  const forecaster = new AheadForecaster(options);
  const hash = createHash('sha256');
  rows.forEach((row, step) => {
    const load = Number(row.split(',')[1] || Number.NaN);
    forecaster.add(Number.isNaN(load) ? null : Math.max(0, load));
    if (step < digested.from || (step - digested.from) % digested.every !== 0) return;
    hash.update(new Float64Array(forecaster.forecast()?.loads ?? []));
  });
  return hash.digest('hex').slice(0, 16);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
