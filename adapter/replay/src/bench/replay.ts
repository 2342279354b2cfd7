import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTrace } from '../trace/read-trace.ts';
import { automaticCapacity } from '../trace/trace.ts';
import { worldOf } from '../world.ts';
import { type CurvePoint, curvesOf } from './curves.ts';
import { curvePicture } from './picture.ts';
import { pooledRows, pooledTable, traceTable } from './tables.ts';

const usage = `usage: npm run -s bench:replay -- --traces DIR [--only NAME]... [--startup-seconds 120] [--picture FILE.svg]
Replays every policy with all its settings on each CSV file of a folder and prints the curves, pooled and per trace.
`;

const { values } = parseArgs({
  options: {
    traces: { type: 'string' },
    only: { type: 'string', multiple: true },
    'startup-seconds': { type: 'string', default: '120' },
    picture: { type: 'string' },
    help: { type: 'boolean' },
  },
});

if (values.help || values.traces === undefined) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const folder = values.traces;
const startupSeconds = Number(values['startup-seconds']);
const points: CurvePoint[] = [];
const files = readdirSync(folder).filter((file) => file.endsWith('.csv'));
for (const file of files.filter((name) => values.only?.includes(basename(name, '.csv')) ?? true)) {
  const trace = await readTrace(join(folder, file));
  const setup = {
    world: worldOf(trace),
    capacity: automaticCapacity(trace),
    startupSeconds,
    min: 1,
    max: 100,
    hpaTarget: 0.7,
    risk: { type: 'Shortfall' as const, percent: 1 },
    pricePerPodHour: 0.05,
  };
  const found = curvesOf(basename(file, '.csv'), setup, 1);
  points.push(...found);
  process.stdout.write(traceTable(found));
}
const rows = pooledRows(points);
process.stdout.write(pooledTable(rows));
if (values.picture !== undefined) writeFileSync(values.picture, curvePicture(rows));
