import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markedProcesses } from '../process/marked.ts';
import { startDaemon, stopProcess } from './daemon.ts';
import { type Layout, layoutOf } from './layout.ts';
import { claimMachine, deadOwner, machineIsOurs, otherOwner } from './owner.ts';

let folder: string;
let ours: Layout;
let theirs: Layout;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-owner-'));
  const clone = (name: string): Layout => ({
    ...layoutOf(join(folder, name)),
    owner: join(folder, 'owner'),
  });
  [ours, theirs] = [clone('ours'), clone('theirs')];
  await mkdir(theirs.logs, { recursive: true });
});

afterEach(async () => {
  for (const process of await markedProcesses(theirs.state)) await stopProcess(process, process.name);
  await rm(folder, { recursive: true });
});

const verdict = async () => ({
  ours: await machineIsOurs(ours),
  other: await otherOwner(ours),
  dead: await deadOwner(ours),
});

test('a machine that nobody claimed has no owner', async () => {
  expect(await verdict()).toEqual({ ours: false, other: undefined, dead: undefined });
});

test('a machine that we claimed is ours though nothing runs on it', async () => {
  await claimMachine(ours);
  expect(await verdict()).toEqual({ ours: true, other: undefined, dead: undefined });
});

test('a cluster of another clone stands in the way while a process of it lives', async () => {
  await claimMachine(theirs);
  await startDaemon(theirs, { name: 'sleeper', program: '/usr/bin/sleep', words: ['60'], configuration: [] });
  expect(await verdict()).toEqual({ ours: false, other: theirs.state, dead: undefined });
});

test('a cluster of another clone is dead once all its processes were killed', async () => {
  await claimMachine(theirs);
  expect(await verdict()).toEqual({ ours: false, other: undefined, dead: theirs.state });
});

test('a clone that was deleted while its cluster stood is dead too', async () => {
  await writeFile(ours.owner, `${join(folder, 'deleted', 'hack', '.state')}\n`);
  expect(await verdict()).toMatchObject({
    other: undefined,
    dead: join(folder, 'deleted', 'hack', '.state'),
  });
});
