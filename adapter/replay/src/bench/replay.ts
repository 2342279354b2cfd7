import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTrace } from '../trace/read-trace.ts';
import { automaticCapacity } from '../trace/trace.ts';
import { worldOf } from '../world.ts';
import { type CurvePoint, curvesOf } from './curves.ts';
import { curvePanels, curvePicture } from './picture.ts';
import { pooledRows, pooledTable, tracesTable } from './tables.ts';

const usage = `usage: npm run -s bench:replay -- --traces DIR [--only NAME]... [--startup-seconds 120]
                                [--save POINTS.json] [--with POINTS.json]... [--picture FILE.svg] [--panels FILE.svg]
Replays every policy with all its settings on each CSV file of a folder and prints the curves, pooled and per trace.
--picture draws them pooled, --panels each trace by itself. --save keeps the points of this run, --with adds those of earlier ones, so that traces can be run one by one.
`;

const { values } = parseArgs({
  options: {
    traces: { type: 'string' },
    only: { type: 'string', multiple: true },
    'startup-seconds': { type: 'string', default: '120' },
    save: { type: 'string' },
    with: { type: 'string', multiple: true },
    picture: { type: 'string' },
    panels: { type: 'string' },
    help: { type: 'boolean' },
  },
});

if (values.help || (values.traces === undefined && values.with === undefined)) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const startupSeconds = Number(values['startup-seconds']);

/** Points of one file, and of every setting. */
async function pointsOf(path: string): Promise<readonly CurvePoint[]> {
  const trace = await readTrace(path);
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
  return curvesOf(basename(path, '.csv'), setup, 1);
}

const points = (values.with ?? []).flatMap((path) => JSON.parse(readFileSync(path, 'utf8')) as CurvePoint[]);
const folder = values.traces;
const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.csv'));
for (const file of files.filter((name) => values.only?.includes(basename(name, '.csv')) ?? true))
  points.push(...(await pointsOf(join(folder ?? '', file))));
if (values.save !== undefined) writeFileSync(values.save, JSON.stringify(points));
process.stdout.write(tracesTable(points));
const rows = pooledRows(points);
process.stdout.write(pooledTable(rows));
if (values.picture !== undefined) writeFileSync(values.picture, curvePicture(rows));
if (values.panels !== undefined) {
  const loads = [...Map.groupBy(points, ({ trace }) => trace)];
  const panels = new Map(loads.map(([name, group]) => [name, pooledRows(group)]));
  writeFileSync(values.panels, curvePanels(panels));
}
