import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIfPresent, startTimeOfPid } from '../process/table.ts';

/** A process that keeps one command running: its id, and the start time that tells it from a later one. */
interface Keeper {
  readonly pid: number;
  readonly startTime: string;
}

// A forward ends with the pod that it leads to; the next one leads to another.
const keep = 'while :; do "$@"; sleep 1; done';
const stopMilliseconds = 5_000;

/** Starts commands that are started again whenever they end, and notes them in a file. They outlive this process. */
export async function startKeepers(
  file: string,
  commands: readonly (readonly string[])[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const log = openSync(`${file}.log`, 'a');
  const keepers: Keeper[] = [];
  for (const command of commands) {
    const child = spawn('sh', ['-c', keep, 'keeper', ...command], {
      detached: true,
      env,
      stdio: ['ignore', log, log],
    });
    child.unref();
    const pid = child.pid ?? -1;
    keepers.push({ pid, startTime: (await startTimeOfPid(pid)) ?? '' });
  }
  closeSync(log);
  await writeFile(file, JSON.stringify(keepers));
}

/** Ends what is noted in the file, with everything that it started; returns how many still ran. */
export async function stopKeepers(file: string): Promise<number> {
  const keepers = JSON.parse((await readIfPresent(file)) ?? '[]') as Keeper[];
  const running: Keeper[] = [];
  for (const keeper of keepers) if (await runs(keeper)) running.push(keeper);
  // The group of the keeper: the command that it keeps is in it.
  for (const { pid } of running) process.kill(-pid, 'SIGTERM');
  const deadline = performance.now() + stopMilliseconds;
  for (const keeper of running) while ((await runs(keeper)) && performance.now() < deadline) await sleep(20);
  await rm(file, { force: true });
  return running.length;
}

async function runs({ pid, startTime }: Keeper): Promise<boolean> {
  return (await startTimeOfPid(pid)) === startTime;
}
