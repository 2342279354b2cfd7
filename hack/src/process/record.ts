/** A process that `up` started. Its start time tells it from a later process with the same id. */
export interface ProcessRecord {
  readonly pid: number;
  /** Field 22 of /proc/<pid>/stat: clock ticks since boot. */
  readonly startTime: string;
  /** Hash of command line and configuration; a process whose fingerprint is no longer wanted is restarted. */
  readonly fingerprint: string;
}

/** hack/.state/processes.json: what runs, by name, and in which boot of the machine it was started. */
export interface ProcessTable {
  readonly bootId: string;
  readonly processes: Readonly<Record<string, ProcessRecord>>;
}

/**
 * Start time from the text of /proc/<pid>/stat; undefined for a zombie, which is dead but not yet collected. The
 * second field is the program's name in parentheses and may itself hold spaces and parentheses.
 */
export function startTimeOf(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const stateLetter = fields[0];
  return stateLetter === 'Z' || stateLetter === 'X' ? undefined : fields[19];
}

/** What is to happen with one process. */
export type ProcessAction = 'keep' | 'start' | 'restart';

/** Keep what runs as wanted, start what does not run, restart what runs with another command or configuration. */
export function processAction(
  record: ProcessRecord | undefined,
  alive: boolean,
  fingerprint: string,
): ProcessAction {
  if (record === undefined || !alive) return 'start';
  return record.fingerprint === fingerprint ? 'keep' : 'restart';
}

/** Reads a process table; a file that is no table (cut off by a crash) counts as empty. */
export function parseProcessTable(text: string, bootId: string): ProcessTable {
  const empty: ProcessTable = { bootId, processes: {} };
  const table = parseJson(text);
  if (!isTable(table) || table.bootId !== bootId) return empty;
  return table;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON means that the writer was killed; the caller then starts from nothing.
    return undefined;
  }
}

function isTable(value: unknown): value is ProcessTable {
  return typeof value === 'object' && value !== null && 'bootId' in value && 'processes' in value;
}
