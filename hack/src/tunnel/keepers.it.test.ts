import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freePorts, isFree } from '../kafka/loopback-ports.ts';
import { startKeepers, stopKeepers } from './keepers.ts';

const patience = { timeout: 20_000, interval: 50 };

test('what ends is started again, and stopping frees the port', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-keepers-'));
  const file = join(folder, 'keepers.json');
  const [port = 0] = await freePorts(1);
  const program = `require('http').createServer((q, a) => a.end(String(process.pid), () => q.url === '/end' && process.exit())).listen(${port}, '127.0.0.1')`;
  await startKeepers(file, [[process.execPath, '-e', program]], process.env);
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (answer) => answer.text(),
      () => undefined,
    );
  const first = await vi.waitUntil(() => ask('/'), patience);
  await ask('/end');
  await vi.waitUntil(async () => ![undefined, first].includes(await ask('/')), patience);
  expect(await stopKeepers(file)).toBe(1);
  await vi.waitUntil(() => isFree(port), patience);
  expect(await stopKeepers(file)).toBe(0);
  await rm(folder, { recursive: true });
});
