import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { runSteps, type Step, type StepReport } from './step.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-step-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...steps: Step[]): Promise<{ reports: StepReport[]; failure: Failure | undefined }> {
  const reports: StepReport[] = [];
  try {
    await runSteps(steps, (report) => reports.push(report));
    return { reports, failure: undefined };
  } catch (error) {
    if (error instanceof Failure) return { reports, failure: error };
    throw error;
  }
}

test('steps run in order, those that are done already are not started', async () => {
  const started: string[] = [];
  const start = (name: string) => async () => void started.push(name);
  const { reports } = await run(
    { name: 'a', timeoutSeconds: 5, start: start('a') },
    { name: 'b', timeoutSeconds: 5, start: start('b'), alreadyDone: async () => true },
    { name: 'c', timeoutSeconds: 5, start: start('c'), alreadyDone: async () => false },
  );
  expect(started).toEqual(['a', 'c']);
  expect(reports.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'a done',
    'b was there',
    'c done',
  ]);
});

test('a step waits until it is healthy', async () => {
  const answers = ['not yet', 'nearly', true] as const;
  let asked = 0;
  const { failure } = await run({
    name: 'a',
    timeoutSeconds: 5,
    health: async () => answers[asked++] ?? true,
  });
  expect(failure).toBeUndefined();
  expect(asked).toBe(3);
});

test('a step that never gets healthy fails with its name, what is missing, its time-out and the end of its log', async () => {
  const log = join(folder, 'etcd.log');
  await writeFile(log, 'first\nlast words\n');
  const { failure, reports } = await run(
    { name: 'etcd', timeoutSeconds: 0.3, log, health: async () => 'port 2379 is silent' },
    { name: 'never', timeoutSeconds: 1 },
  );
  expect(failure?.message).toBe(`step "etcd" failed: port 2379 is silent (time-out 0.3 s); see ${log}`);
  expect(failure?.details).toEqual(['first', 'last words']);
  expect(reports).toEqual([]);
});

test('a step that does not finish fails at its time-out', async () => {
  const { failure } = await run({
    name: 'slow',
    timeoutSeconds: 0.1,
    start: () => new Promise(() => undefined),
  });
  expect(failure?.message).toBe('step "slow" failed: it has not finished (time-out 0.1 s)');
});

test('the cause of a failed start is kept', async () => {
  const cause = new Error('no such program');
  const { failure } = await run({ name: 'a', timeoutSeconds: 1, start: () => Promise.reject(cause) });
  expect(failure?.cause).toBe(cause);
  expect(failure?.message).toContain('no such program');
});
