import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Job } from './job.ts';
import { methods } from './methods.ts';

/** Someone who answers jobs in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Whether its first answer pays for compiling and must not be counted. */
  readonly compiles: boolean;
}

/** What a contender made of its jobs in the time it was given. */
export interface Run {
  readonly name: string;
  readonly version: string;
  readonly answers: readonly Answer[];
  /** Why there are fewer answers than jobs. */
  readonly stopped?: string;
}

/** Seconds until a contender must have loaded what it needs. */
const startSeconds = 120;

const pythonMethods = ['AutoETS', 'AutoARIMA', 'MSTL', 'DynamicOptimizedTheta', 'Prophet'];

export function nodeContenders(): Contender[] {
  const script = join(import.meta.dirname, 'answer.ts');
  return Object.keys(methods).map((name) => ({
    name,
    command: [process.execPath, script, name],
    compiles: true,
  }));
}

export function pythonContenders(python: string): Contender[] {
  const script = join(import.meta.dirname, 'peers.py');
  return pythonMethods.map((name) => ({ name, command: [python, script, name], compiles: false }));
}

/**
 * Asks a contender for each job, one after another, until all are answered or the time since it was ready is up.
 * The first job is asked twice of one that compiles as it goes, and its first answer is dropped.
 */
export async function ask(contender: Contender, jobs: readonly Job[], budgetSeconds: number): Promise<Run> {
  const { name, command, compiles } = contender;
  const warmUp = compiles ? jobs.slice(0, 1) : [];
  const { lines, ...end } = await converse(command, [...warmUp, ...jobs], budgetSeconds);
  const [first, ...rest] = lines.map((line): Record<string, unknown> => JSON.parse(line));
  const answers = rest.slice(warmUp.length) as unknown as Answer[];
  const stopped = reasonOf({ ...end, answers, jobs });
  return {
    name,
    version: String(first?.version ?? ''),
    answers: answers.filter(({ path }) => path !== undefined),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

/** What a process said, and how it ended. */
interface Conversation {
  readonly lines: readonly string[];
  /** The end of what it wrote on its standard error. */
  readonly complaint: string;
  /** The limit that stopped it. */
  readonly limit: string | undefined;
}

async function converse(
  [program, ...parameters]: Contender['command'],
  jobs: readonly Job[],
  budgetSeconds: number,
): Promise<Conversation> {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'], env: oneThread() });
  const lines: string[] = [];
  let [complaint, limit] = ['', undefined as string | undefined];
  const stopAfter = (seconds: number, what: string) =>
    setTimeout(() => {
      limit = `${what} after ${seconds} s`;
      child.kill('SIGKILL');
    }, seconds * 1000);
  let timer = stopAfter(startSeconds, 'not ready');
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  // A child that ends early takes its pipe with it; its answers so far and its words are what is reported.
  child.stdin.on('error', (cause) => {
    complaint ||= cause.message;
  });
  child.stdin.end(jobs.map((job) => `${JSON.stringify(job)}\n`).join(''));
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) !== 1) continue;
    // Ready: from here on it is the forecasts that take the time.
    clearTimeout(timer);
    timer = stopAfter(budgetSeconds, 'stopped');
  }
  clearTimeout(timer);
  return { lines, complaint, limit };
}

function reasonOf(
  end: Pick<Conversation, 'complaint' | 'limit'> & {
    readonly answers: readonly Answer[];
    readonly jobs: readonly Job[];
  },
): string | undefined {
  const refused = end.answers.find(({ error }) => error !== undefined);
  if (refused !== undefined) return refused.error;
  if (end.answers.length === end.jobs.length) return undefined;
  if (end.limit !== undefined) return end.limit;
  return end.complaint.trim().split('\n').at(-1) || 'ended without a word';
}

/** All compete on one thread. */
function oneThread(): NodeJS.ProcessEnv {
  return { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' };
}
