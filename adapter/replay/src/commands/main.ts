import { basename } from 'node:path';
import { type Decision, type DecisionInput, defaultGateSettings, recordOf } from '@pricecast/decision';
import { faultSuite } from '../faults/fault-suite.ts';
import { type PolicyName, policies } from '../policies/by-name.ts';
import { Forecasts } from '../policies/forecasts.ts';
import type { Policy } from '../policies/policy.ts';
import { predictive } from '../policies/predictive.ts';
import type { Setup } from '../policies/setup.ts';
import type { Progress } from '../progress.ts';
import { ReplayError } from '../replay-error.ts';
import { advice } from '../report/advice.ts';
import { page } from '../report/page.ts';
import { tell } from '../report/story.ts';
import { type Look, run } from '../run.ts';
import type { Score } from '../score.ts';
import { seeded } from '../seeded.ts';
import { runClosed } from '../service/closed-loop.ts';
import { QueueService } from '../service/queue-service.ts';
import { RetryService } from '../service/retry-service.ts';
import { drawnStarts, startP90 } from '../startup.ts';
import { type Gaps, gapsOf } from '../trace/gaps.ts';
import { cut } from '../trace/part.ts';
import { readTrace } from '../trace/read-trace.ts';
import { automaticCapacity, type Joined, type Trace } from '../trace/trace.ts';
import { worldOf } from '../world.ts';
import { Diary } from './diary.ts';
import { readEventFile } from './event-file.ts';
import { LineFile } from './line-file.ts';
import { type ReplayOptions, readOptions, usage } from './options.ts';
import { asTable, faultTable } from './table.ts';
import { ToldProgress } from './told-progress.ts';

const advised = '--last-days 30 replays the newest thirty days only';

/** Where text goes. */
interface Output {
  write(text: string): unknown;
}

/** The command: 0 when it answered, 2 for wrong usage, 1 for a trace that cannot be replayed. */
export async function main(args: readonly string[], out: Output, errors: Output): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === undefined) {
      out.write(`${usage}\n`);
      return 0;
    }
    out.write(await answer(options, errors));
    return 0;
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    errors.write(`replay: ${error.message}\n`);
    if (error.code === 'USAGE') errors.write('replay: --help prints what is possible\n');
    return error.code === 'USAGE' ? 2 : 1;
  }
}

async function answer(options: ReplayOptions, notes: Output): Promise<string> {
  const progress = new ToldProgress(
    (line) => notes.write(`replay: ${line}\n`),
    () => performance.now() / 1_000,
    advised,
  );
  const whole = await readTrace(options.trace, options.valueColumn, progress);
  if (whole.joined !== undefined) notes.write(joinedNote(whole, whole.joined));
  const trace = scorable(options, whole);
  const gaps = gapsOf(trace);
  if (gaps.count > 0) notes.write(gapsNote(gaps));
  const setup = setupOf(options, trace);
  if (options.report !== undefined) return reported(options, setup, progress);
  if (options.faults) return borne(options, { setup, trace, progress });
  using decisions = options.decisions === undefined ? undefined : new LineFile(options.decisions);
  using records = options.records === undefined ? undefined : new LineFile(options.records);
  const onLook = decisions && ((look: Look) => decisions.write(decisionLine(look)));
  const scores = new Map<PolicyName, Score>();
  const diary = new Diary();
  const listener = (input: DecisionInput, decision: Decision) => {
    diary.note(input, decision);
    records?.write(JSON.stringify(recordOf(input, decision)));
  };
  for (const name of options.policies) {
    const open = name === 'predictive' ? (seen: Setup) => predictive(seen, { listener }) : policies[name];
    scores.set(name, played(options, setup, { open, onLook, progress }));
  }
  if (options.json) return `${JSON.stringify(Object.fromEntries(scores))}\n`;
  return `${asTable(setup, scores)}${diary.told()}`;
}

/** The part of a trace that is asked for, if something is left of it to be scored. */
function scorable({ lastDays, warmupDays }: ReplayOptions, whole: Trace): Trace {
  const trace = lastDays === undefined ? whole : cut(whole, lastDays, 0);
  const days = ((trace.times.at(-1) ?? 0) - (trace.times[0] ?? 0)) / 86_400;
  if (days > warmupDays && trace.times.length > 1) return trace;
  throw new ReplayError(
    'TRACE_SHORT',
    `${lastDays === undefined ? 'the trace' : '--last-days'} leaves ${days.toFixed(2)} days, and the first ${warmupDays} are not scored; take more rows or fewer --warmup-days`,
  );
}

/** What a run of one policy is given. */
interface Performance {
  readonly open: (setup: Setup) => Policy;
  readonly onLook: ((look: Look) => void) | undefined;
  readonly progress: Progress;
}

/** Runs one policy. Every policy gets the same start-up times. */
function played(options: ReplayOptions, setup: Setup, { open, onLook, progress }: Performance): Score {
  const { warmupDays, startupSeconds: medianSeconds, startupSpread: spread, measure } = options;
  const told = {
    warmupDays,
    progress,
    startupSeconds: drawnStarts({ medianSeconds, spread }, seeded(1)),
    ...(onLook === undefined ? {} : { onLook }),
  };
  if (options.loop === 'open') return run(setup, open(setup), told);
  const service = options.loop === 'queue' ? new QueueService(options.rebalanceSeconds) : new RetryService();
  return runClosed(setup, open, { service, measure }, told);
}

function borne(
  { json }: ReplayOptions,
  { setup, trace, progress }: { readonly setup: Setup; readonly trace: Trace; readonly progress: Progress },
): string {
  const trials = [...faultSuite(trace, setup, progress)];
  return json ? `${JSON.stringify(trials)}\n` : faultTable(trials, setup.risk);
}

function reported({ report, trace, warmupDays }: ReplayOptions, setup: Setup, progress: Progress): string {
  const forecasts = new Forecasts(setup.world, setup.startupSeconds, { remember: true });
  const story = tell(setup, forecasts, { warmupDays, progress });
  using file = new LineFile(report ?? '');
  file.write(page(story, basename(trace)));
  return `${advice(story)}\n${report} was written\n`;
}

function setupOf(options: ReplayOptions, trace: Trace): Setup {
  const { shortMinuteCost, budgetPerDay, events, partitions } = options;
  const world = worldOf(trace);
  return {
    world,
    capacity: options.capacity === 'auto' ? automaticCapacity(trace) : options.capacity,
    startupSeconds: startP90({ medianSeconds: options.startupSeconds, spread: options.startupSpread }),
    min: options.min,
    max: options.max,
    hpaTarget: options.hpaTarget,
    risk:
      shortMinuteCost === undefined
        ? { type: 'Shortfall', percent: options.riskPercent }
        : { type: 'Cost', podHoursPerShortMinute: shortMinuteCost },
    pricePerPodHour: options.pricePerPodHour,
    pauseSeconds: options.loop === 'queue' ? options.rebalanceSeconds : 0,
    ...(budgetPerDay === undefined ? {} : { budgetPerDay }),
    ...(events === undefined ? {} : { events: readEventFile(events, world, options) }),
    ...(partitions === undefined ? {} : { partitions }),
    ...(options.gate ? { gate: defaultGateSettings() } : {}),
  };
}

const joinedNote = ({ times }: Trace, { rows, stepSeconds }: Joined): string =>
  `replay: ${rows} rows were joined into ${times.length} of ${stepSeconds} s, each the largest load of its rows\n`;

const gapsNote = ({ count, seconds, longestSeconds }: Gaps): string =>
  `replay: rows are missing for ${hours(seconds)}${count === 1 ? '' : ` in ${count} gaps, the longest ${hours(longestSeconds)}`}; there is no number then, and nothing is scaled\n`;

const hours = (seconds: number): string => `${(seconds / 3_600).toFixed(1)} h`;

const decisionLine = ({ policy, now, observed, desired, reason }: Look): string =>
  JSON.stringify({ policy, t: new Date(now * 1_000).toISOString(), observed, desired, reason });
