import { execa } from 'execa';
import { parseTestArguments } from './arguments.ts';
import { runCommand } from './command.ts';
import { Failure, sentenceOf } from './failure.ts';
import { ensurePrograms } from './preflight/packages.ts';
import { testPrograms } from './preflight/programs.ts';
import { repositoryRoot } from './repository.ts';
import { printLine } from './screen.ts';
import { allowedSkips } from './testing/allowed-skips.ts';
import { check, preparation, type Stage, stageCommand, tier } from './testing/stages.ts';
import { closingLine, nothing, sum, type Tally, unexpectedSkips } from './testing/tally.ts';
import { buildTestTools } from './tools/all.ts';
import { cacheDirectory } from './tools/cache.ts';

const usage = `usage: hack/test [--fast]

Runs everything that checks the project: formatter, linter, types, import
arrows, generated files, then the unit tests, the tests against a real Kafka
and a real API server, and the end-to-end tests on a real cluster with every
proof in its shortened form. A cluster that this clone already runs is used
and left running; otherwise one is brought up and taken down again.

  --fast   only what needs neither a cluster nor a broker
  --help   this text

The last line is "N passed, N failed, N skipped".
`;

const npm = (script: string): readonly [string, ...string[]] => ['npm', 'run', '-s', script];

const pure: readonly Stage[] = [
  check('format and lint', npm('lint')),
  check('types', npm('typecheck')),
  check('import arrows', npm('arrows')),
  check('generated files', ['node', 'hack/src/generate.ts', '--check']),
  tier('unit'),
];

async function runTests(words: readonly string[]): Promise<void> {
  const { fast } = parseTestArguments(words);
  report(sum(fast ? await oneByOne(pure) : await runEverything()));
}

/**
 * What needs a cluster mostly waits for it, so it runs beside what computes: the cluster starts while the pure
 * checks run, and the tests against single servers run beside those on the cluster.
 */
async function runEverything(): Promise<Tally[]> {
  const ours = !(await clusterIsUp());
  const checking = oneByOne(pure).then(sum);
  const preparing = oneByOne([clusterUp, programs, clients]).then(sum);
  const tested = await Promise.all([
    checking,
    preparing,
    oncePrepared(preparing, tier('e2e')),
    checking.then(() => oncePrepared(preparing, tier('it'))),
  ]);
  const removed = ours ? await oneByOne([clusterDown]) : [];
  return [...tested, ...removed];
}

/** Without what it needs, a stage would only repeat that it is missing. */
async function oncePrepared(preparing: Promise<Tally>, stage: Stage): Promise<Tally> {
  return (await preparing).failed > 0 ? nothing : timed(stage);
}

/** HPAs that look every five seconds are waited for a third as long. */
const upForTests = ['hack/up', '--sample', 'none', '--hpa-sync-seconds', '5'] as const;
const clusterUp = preparation('cluster up', (name) => stageCommand(name, upForTests));
const clusterDown = preparation('cluster down', (name) => stageCommand(name, ['hack/down', '--all']));
const shelf = { cache: cacheDirectory(), say: printLine };
const programs = preparation('programs of the tests', () => ensurePrograms(testPrograms, shelf));
const clients = preparation('clients of the metric APIs', () => buildTestTools(shelf));

async function clusterIsUp(): Promise<boolean> {
  const result = await execa(
    'hack/.state/bin/kubectl',
    ['--kubeconfig', 'hack/.state/kubeconfig', 'get', '--raw', '/readyz'],
    {
      cwd: repositoryRoot,
      reject: false,
      timeout: 5_000,
    },
  );
  return result.exitCode === 0;
}

async function oneByOne(stages: readonly Stage[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const stage of stages) tallies.push(await timed(stage));
  return tallies;
}

async function timed(stage: Stage): Promise<Tally> {
  process.stdout.write(`\n── ${stage.name}\n`);
  const started = performance.now();
  const tally = await completed(stage);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`── ${stage.name}: ${closingLine(tally)} (${seconds} s)\n`);
  return tally;
}

/** A stage that could not even report is one failure, so that the closing line is always printed. */
async function completed(stage: Stage): Promise<Tally> {
  try {
    return await stage.run();
  } catch (error) {
    process.stderr.write(`${stage.name} ended without a report: ${sentenceOf(error)}\n`);
    return { ...nothing, failed: 1 };
  }
}

/** Prints what was skipped and why, then, last, the line that CI reads. */
function report(tally: Tally): void {
  const unexpected = unexpectedSkips(
    tally,
    allowedSkips.map((skip) => skip.test),
  );
  for (const name of tally.skipped) process.stdout.write(`skipped: ${name}: ${whySkipped(name)}\n`);
  const judged = sum([
    { ...tally, skipped: tally.skipped.filter((name) => !unexpected.includes(name)) },
    { ...nothing, failed: unexpected.length },
  ]);
  process.once('exit', () => process.stdout.write(`\n${closingLine(judged)}\n`));
  if (judged.failed > 0)
    throw new Failure('TESTS_FAILED', `${judged.failed} checks or tests failed; they are named above`);
  if (judged.passed === 0) throw new Failure('NOTHING_TESTED', 'no test ran');
}

const whySkipped = (name: string): string =>
  allowedSkips.find((skip) => skip.test.test(name))?.because ??
  'not on the list of allowed skips, so it counts as failed';

process.exitCode = await runCommand({ name: 'hack/test', usage, run: runTests }, process.argv.slice(2));
