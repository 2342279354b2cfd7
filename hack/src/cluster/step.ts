import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, sentenceOf } from '../failure.ts';
import { lastLines } from '../log-lines.ts';

/** One stage of bringing something up. */
export interface Step {
  readonly name: string;
  /** Whether there is nothing to start; absent: the step always starts. */
  readonly alreadyDone?: () => Promise<boolean>;
  readonly start?: () => Promise<void>;
  /** Whether what was started works, or a sentence that says what is still missing; absent: started is enough. */
  readonly health?: () => Promise<Health>;
  /** Bound on start and health together. */
  readonly timeoutSeconds: number;
  /** Named by the error, with its last lines. */
  readonly log?: string;
}

/** `true`, or what is still missing. */
export type Health = true | string;

/** How a step ended. */
export interface StepReport {
  readonly name: string;
  readonly outcome: 'done' | 'was there';
  readonly seconds: number;
}

/** Runs steps in order and reports each; the first that fails ends the run with a Failure that names its log. */
export async function runSteps(steps: readonly Step[], report: (report: StepReport) => void): Promise<void> {
  for (const step of steps) {
    const began = performance.now();
    const outcome = await runStep(step);
    report({ name: step.name, outcome, seconds: (performance.now() - began) / 1000 });
  }
}

async function runStep(step: Step): Promise<StepReport['outcome']> {
  const deadline = performance.now() + step.timeoutSeconds * 1000;
  try {
    const done = (await step.alreadyDone?.()) ?? false;
    if (!done && step.start) await withinTime(step.start(), deadline);
    await untilHealthy(step, deadline);
    return done ? 'was there' : 'done';
  } catch (error) {
    throw await stepFailure(step, error);
  }
}

async function untilHealthy(step: Step, deadline: number): Promise<void> {
  let missing: Health = (await step.health?.()) ?? true;
  while (missing !== true) {
    if (performance.now() > deadline) throw new Failure('NOT_HEALTHY', missing);
    await sleep(200);
    missing = (await step.health?.()) ?? true;
  }
}

async function withinTime(work: Promise<void>, deadline: number): Promise<void> {
  const over = new AbortController();
  const timeout = sleep(Math.max(0, deadline - performance.now()), undefined, { signal: over.signal });
  const late = timeout.then(() => Promise.reject(new Failure('NOT_FINISHED', 'it has not finished')));
  try {
    await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

async function stepFailure(step: Step, cause: unknown): Promise<Failure> {
  const bound = `time-out ${step.timeoutSeconds} s`;
  const log = step.log === undefined ? '' : `; see ${step.log}`;
  const inner = cause instanceof Failure ? cause.details : [];
  const details = [...inner, ...(step.log === undefined ? [] : await lastLines(step.log, 12))];
  return new Failure('STEP_FAILED', `step "${step.name}" failed: ${sentenceOf(cause)} (${bound})${log}`, {
    details,
    cause,
  });
}
