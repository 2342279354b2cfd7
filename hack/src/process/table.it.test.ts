import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetProcess, isAlive, readProcessTable, recordProcess, startTimeOfPid } from './table.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-table-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a recorded process is known until it is forgotten', async () => {
  const file = join(folder, 'deep/processes.json');
  const record = { pid: 1, startTime: '2', fingerprint: 'f' };
  await recordProcess(file, 'etcd', record);
  await recordProcess(file, 'kubelet', { ...record, pid: 3 });
  await forgetProcess(file, 'etcd');
  expect((await readProcessTable(file)).processes).toEqual({ kubelet: { ...record, pid: 3 } });
});

test('a file that is no table counts as empty', async () => {
  await writeFile(join(folder, 'processes.json'), '{"bootId":');
  expect((await readProcessTable(join(folder, 'processes.json'))).processes).toEqual({});
});

test('a process is alive until it ends, and another start time is another process', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const startTime = (await startTimeOfPid(pid)) ?? '';
  expect(await isAlive({ pid, startTime })).toBe(true);
  expect(await isAlive({ pid, startTime: `${startTime}1` })).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await isAlive({ pid, startTime })).toBe(false);
});
