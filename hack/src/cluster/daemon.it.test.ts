import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { markedProcesses } from '../process/marked.ts';
import { isAlive, readProcessTable } from '../process/table.ts';
import { type Daemon, livingRecord, logOf, runsAsWanted, startDaemon, stopProcess } from './daemon.ts';
import { type Layout, layoutOf } from './layout.ts';

let layout: Layout;

beforeEach(async () => {
  layout = layoutOf(await mkdtemp(join(tmpdir(), 'pricecast-daemon-')));
  await mkdir(layout.logs);
});

afterEach(async () => {
  for (const process of await markedProcesses(layout.state)) await stopProcess(process, process.name);
  await rm(layout.state, { recursive: true });
});

const sleeper = (seconds: string, configuration: readonly string[] = []): Daemon => ({
  name: 'sleeper',
  program: '/usr/bin/sleep',
  words: [seconds],
  configuration,
});

const recordOf = async () => (await readProcessTable(layout.processes)).processes.sleeper;

describe('a daemon', () => {
  test('is started once and then kept', async () => {
    expect(await runsAsWanted(layout, sleeper('60'))).toBe(false);
    await startDaemon(layout, sleeper('60'));
    expect(await runsAsWanted(layout, sleeper('60'))).toBe(true);
    expect(await markedProcesses(layout.state)).toHaveLength(1);
  });

  test('is not as wanted once it was killed', async () => {
    await startDaemon(layout, sleeper('60'));
    const record = await recordOf();
    if (record) process.kill(record.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(record && (await isAlive(record))).toBe(false));
    expect(await runsAsWanted(layout, sleeper('60'))).toBe(false);
  });

  test.each([
    ['its command', sleeper('61')],
    ['a file that it reads', sleeper('60', ['new text'])],
  ])('is stopped when %s changed, so that it can be started anew', async (_what, changed) => {
    await startDaemon(layout, sleeper('60'));
    const record = await recordOf();
    expect(await runsAsWanted(layout, changed)).toBe(false);
    expect(record && (await isAlive(record))).toBe(false);
  });

  test('that was never recorded, because its starter was killed, is found by its mark', async () => {
    await startDaemon(layout, sleeper('60'));
    const record = await recordOf();
    await rm(layout.processes);
    expect(await livingRecord(layout, sleeper('60'))).toMatchObject({ pid: record?.pid });
    expect(await runsAsWanted(layout, sleeper('60'))).toBe(true);
    expect(await recordOf()).toMatchObject({ pid: record?.pid });
  });

  test('writes what it prints to its log', async () => {
    const talker: Daemon = { name: 'talker', program: '/bin/sh', words: ['-c', 'echo out; echo err >&2'] };
    await startDaemon(layout, talker);
    await vi.waitFor(async () => expect(await readFile(logOf(layout, 'talker'), 'utf8')).toBe('out\nerr\n'));
  });

  test('that ignores SIGTERM is killed', { timeout: 30_000 }, async () => {
    const stubborn: Daemon = {
      name: 'sleeper',
      program: '/bin/sh',
      words: ['-c', "trap '' TERM; while :; do sleep 1; done"],
    };
    await startDaemon(layout, stubborn);
    const record = await recordOf();
    if (!record) throw new Error('it was not recorded');
    await stopProcess(record, 'sleeper');
    expect(await isAlive(record)).toBe(false);
  });

  test('whose program is not there is an error of its start', async () => {
    await expect(
      startDaemon(layout, { name: 'none', program: '/no/such/program', words: [] }),
    ).rejects.toThrow('ENOENT');
  });
});
