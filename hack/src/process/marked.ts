import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { markerOf } from './marker.ts';
import type { ProcessRecord } from './record.ts';
import { readIfPresent, startTimeOfPid } from './table.ts';

/** A living process of a cluster, found by its marker and not by a record. */
export interface MarkedProcess extends ProcessRecord {
  readonly name: string;
  /** Its program as started, so that children which inherited the marker can be told apart. */
  readonly program: string;
}

/** Every living process that carries the marker of the cluster whose state lies in `state`. */
export async function markedProcesses(state: string): Promise<readonly MarkedProcess[]> {
  const entries = await readdir('/proc');
  const found = await Promise.all(
    entries.filter((entry) => /^\d+$/.test(entry)).map((pid) => marked(Number(pid), state)),
  );
  return found.filter((process) => process !== undefined);
}

async function marked(pid: number, state: string): Promise<MarkedProcess | undefined> {
  const marker = markerOf(await environmentOf(pid));
  if (marker?.state !== state) return undefined;
  const startTime = await startTimeOfPid(pid);
  if (startTime === undefined) return undefined;
  const [program = ''] = ((await readIfPresent(`/proc/${pid}/cmdline`)) ?? '').split('\0');
  return { pid, startTime, fingerprint: marker.fingerprint, name: marker.name, program: basename(program) };
}

/** Empty for processes that we may not look into; ours are never among them. */
async function environmentOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
}
