import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ProcessRecord, type ProcessTable, parseProcessTable, startTimeOf } from './record.ts';

/** Id of the running boot; process ids of an earlier boot mean nothing. */
export async function currentBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** Start time of a living process; undefined when there is none. */
export async function startTimeOfPid(pid: number): Promise<string | undefined> {
  const stat = await readIfPresent(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : startTimeOf(stat);
}

/** Whether the very process of the record still lives. */
export async function isAlive(record: Pick<ProcessRecord, 'pid' | 'startTime'>): Promise<boolean> {
  return (await startTimeOfPid(record.pid)) === record.startTime;
}

/** The processes recorded in a file, empty when they belong to an earlier boot. */
export async function readProcessTable(file: string): Promise<ProcessTable> {
  return parseProcessTable((await readIfPresent(file)) ?? '', await currentBootId());
}

/** Records a started process; the file is replaced at once, so that a kill leaves the old or the new one. */
export async function recordProcess(file: string, name: string, record: ProcessRecord): Promise<void> {
  const table = await readProcessTable(file);
  await writeTable(file, { ...table, processes: { ...table.processes, [name]: record } });
}

/** Forgets a process that was stopped. */
export async function forgetProcess(file: string, name: string): Promise<void> {
  const table = await readProcessTable(file);
  const { [name]: _stopped, ...processes } = table.processes;
  await writeTable(file, { ...table, processes });
}

async function writeTable(file: string, table: ProcessTable): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(table, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** Text of a file, undefined when it (or the process whose file it is) is not there. */
export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}
