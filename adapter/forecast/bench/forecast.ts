import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { pythonEnvironment } from '../reference/python.ts';
import { costRows, costTitles } from './cost/cost-rows.ts';
import { ask, type Contender, nodeContenders, pythonContenders, type Run } from './peers/contender.ts';
import type { Job } from './peers/job.ts';
import { pathRow, pathTitles } from './peers/path-table.ts';
import { windowRows, windowTitles } from './peers/window-table.ts';
import { type BenchSeries, day, horizon, m4Set, madeSet, week } from './series-set.ts';
import { tableOf } from './table.ts';

const usage = `usage: npm run bench:forecast -- [--series N] [--budget SECONDS] [--data DIR] [--only cost|peers] [--method NAME]…

Prints what a forecast costs, and its accuracy beside peers on the same series
in the same run: statsforecast and Prophet (Python, installed once into the
cache), @bsull/augurs, ml-regression, and what Kubernetes autoscalers do.

  --series N     series, 12 by default: made loads, or evenly from --data
  --budget S     seconds that each peer may take, 20 by default
  --data DIR     hourly M4 series: train.csv, test.csv, naive2.csv
  --only PART    only what a forecast costs, or only the peers
  --method NAME  only peers whose name holds this text, beside the ensemble
  --help         this text
`;

/** What the command line asks for. */
interface Asked {
  readonly count: number;
  readonly budget: number;
  readonly data: string | undefined;
  readonly part: string | undefined;
  readonly chosen: readonly string[];
}

const asked = readArguments();
if (asked !== undefined) await bench(asked);

async function bench({ count, budget, data, part, chosen }: Asked): Promise<void> {
  say(
    `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; times are of the processor`,
  );
  if (part !== 'peers') say(`\n${tableOf(costTitles, costRows())}`);
  if (part === 'cost') return;
  const set = data === undefined ? madeSet(count) : await m4Set(data, count);
  await comparePaths(set, budget, chosen);
  if (chosen.length > 0) return;
  say(`\nmaximum of the next 8 hours, 6 origins in each series:\n`);
  say(tableOf(windowTitles, windowRows(set)));
}

async function comparePaths(
  set: readonly BenchSeries[],
  budget: number,
  chosen: readonly string[],
): Promise<void> {
  const python = await pythonEnvironment(say);
  const contenders: Contender[] = nodeContenders();
  if ('python' in python) contenders.push(...pythonContenders(python.python));
  else say(`\nno peers from Python: ${python.missing}`);
  const jobs = set.map(
    ({ id, history }): Job => ({ id, values: history, horizon, seasons: [day, week], level: 0.95 }),
  );
  const runs: Run[] = [];
  const isAsked = ({ name }: Contender, at: number) =>
    at === 0 || chosen.length === 0 || chosen.some((part) => name.includes(part));
  for (const contender of contenders.filter(isAsked)) runs.push(await ask(contender, jobs, budget));
  const [reference] = runs;
  if (reference === undefined) return;
  say(`\n${set.length} hourly series, ${horizon} steps ahead, at most ${budget} s each:\n`);
  say(
    tableOf(
      pathTitles,
      runs.map((run) => pathRow(run, reference, set)),
    ),
  );
}

function readArguments(): Asked | undefined {
  try {
    const { values } = parseArgs({
      options: {
        series: { type: 'string', default: '12' },
        budget: { type: 'string', default: '20' },
        data: { type: 'string' },
        only: { type: 'string' },
        method: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    });
    const [count, budget] = [Number(values.series), Number(values.budget)];
    if (values.help) say(usage);
    else if (!(count >= 1 && budget > 0)) refuse('--series and --budget are positive numbers');
    else if (values.only !== undefined && !['cost', 'peers'].includes(values.only))
      refuse('--only takes cost or peers');
    else return { count, budget, data: values.data, part: values.only, chosen: values.method };
  } catch (cause) {
    refuse(cause instanceof Error ? cause.message : String(cause));
  }
  return undefined;
}

function refuse(message: string): void {
  process.stderr.write(`bench:forecast: ${message}\n`);
  process.exitCode = 2;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
