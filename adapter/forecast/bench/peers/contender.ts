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
const startSeconds = 60;

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
 * Asks a contender for each job, one after another, until all are answered or the time since it was ready is up. The first job is asked
 * twice of one that compiles as it goes, and its first answer is dropped.
 */
export async function ask(
  { name, command: [program, ...parameters], compiles }: Contender,
  jobs: readonly Job[],
  budgetSeconds: number,
): Promise<Run> {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'], env: oneThread() });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  // A child that ends early takes its pipe with it; its answers so far and its words are what is reported.
  child.stdin.on('error', (cause) => {
    complaint ||= cause.message;
  });
  let late = false;
  const stopAfter = (seconds: number) =>
    setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
  let timer = stopAfter(startSeconds);
  const warmUp = compiles ? jobs.slice(0, 1) : [];
  const asked = [...warmUp, ...jobs];
  child.stdin.end(asked.map((job) => `${JSON.stringify(job)}\n`).join(''));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) !== 1) continue;
    // Ready: from here on it is the forecasts that take the time.
    clearTimeout(timer);
    timer = stopAfter(budgetSeconds);
  }
  clearTimeout(timer);
  const [first, ...rest] = lines.map((line): Record<string, unknown> => JSON.parse(line));
  const answers = rest.slice(warmUp.length) as unknown as Answer[];
  const stopped = reasonOf({ answers, jobs, late, complaint, budgetSeconds });
  return {
    name,
    version: String(first?.version ?? ''),
    answers: answers.filter(({ path }) => path !== undefined),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

function reasonOf(end: {
  readonly answers: readonly Answer[];
  readonly jobs: readonly Job[];
  readonly late: boolean;
  readonly complaint: string;
  readonly budgetSeconds: number;
}): string | undefined {
  const refused = end.answers.find(({ error }) => error !== undefined);
  if (refused !== undefined) return refused.error;
  if (end.answers.length === end.jobs.length) return undefined;
  if (end.late) return `stopped after ${end.budgetSeconds} s`;
  return end.complaint.trim().split('\n').at(-1) || 'ended without a word';
}

/** All compete on one thread. */
function oneThread(): NodeJS.ProcessEnv {
  return { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' };
}
