import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { markedProcesses } from '../process/marked.ts';
import { markerValue, markerVariable } from '../process/marker.ts';
import { type ProcessRecord, processAction } from '../process/record.ts';
import { forgetProcess, isAlive, readProcessTable, recordProcess, startTimeOfPid } from '../process/table.ts';
import type { Layout } from './layout.ts';

/** A process that outlives the command which starts it. */
export interface Daemon {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Texts of the files that it reads at start; a change of one restarts it. */
  readonly configuration?: readonly string[];
}

const rotateAbove = 20 * 1024 * 1024;

/** Log file of a daemon. */
export function logOf(layout: Layout, name: string): string {
  return join(layout.logs, `${name}.log`);
}

/** The record of a daemon if that very process lives, wherever it was found: in the table or by its marker. */
export async function livingRecord(
  layout: Layout,
  daemon: Pick<Daemon, 'name' | 'program'>,
): Promise<ProcessRecord | undefined> {
  const recorded = (await readProcessTable(layout.processes)).processes[daemon.name];
  if (recorded && (await isAlive(recorded))) return recorded;
  const program = basename(daemon.program);
  const marked = await markedProcesses(layout.state);
  return marked.find((process) => process.name === daemon.name && process.program === program);
}

/** Whether the daemon runs as wanted; one that runs otherwise is stopped. */
export async function runsAsWanted(layout: Layout, daemon: Daemon): Promise<boolean> {
  const record = await livingRecord(layout, daemon);
  const fingerprint = fingerprintOf(daemon);
  const action = processAction(record, record !== undefined, fingerprint);
  if (record && action === 'restart') await stopProcess(record, daemon.name);
  if (record && action === 'keep') await recordProcess(layout.processes, daemon.name, record);
  return action === 'keep';
}

/** Starts a daemon in a session of its own, with its output in its log file, and records it. */
export async function startDaemon(layout: Layout, daemon: Daemon): Promise<void> {
  const fingerprint = fingerprintOf(daemon);
  const log = openLog(logOf(layout, daemon.name));
  const child = spawn(daemon.program, [...daemon.words], {
    detached: true,
    cwd: layout.state,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ...daemon.environment,
      [markerVariable]: markerValue({ state: layout.state, name: daemon.name, fingerprint }),
    },
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  const startTime = child.pid === undefined ? undefined : await startTimeOfPid(child.pid);
  if (child.pid === undefined || startTime === undefined) return;
  await recordProcess(layout.processes, daemon.name, { pid: child.pid, startTime, fingerprint });
}

/** Stops a daemon and forgets it. */
export async function stopDaemon(layout: Layout, name: string, record: ProcessRecord): Promise<void> {
  await stopProcess(record, name);
  await forgetProcess(layout.processes, name);
}

/** SIGTERM, and SIGKILL after ten seconds; returns when the process is gone. */
export async function stopProcess(record: ProcessRecord, name: string): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGTERM', 10],
    ['SIGKILL', 10],
  ] as const) {
    if (!(await isAlive(record))) return;
    process.kill(record.pid, signal);
    if (await isGone(record, seconds)) return;
  }
  throw new Failure('PROCESS_STAYS', `${name} (process ${record.pid}) is still there 10 s after SIGKILL`);
}

async function isGone(record: ProcessRecord, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (!(await isAlive(record))) return true;
    await sleep(50);
  }
  return false;
}

function fingerprintOf(daemon: Daemon): string {
  const parts = [
    daemon.program,
    ...daemon.words,
    JSON.stringify(daemon.environment ?? {}),
    ...(daemon.configuration ?? []),
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

/** Appends, but not without end: a long log is set aside as `<name>.log.1` first. */
function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > rotateAbove) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}
