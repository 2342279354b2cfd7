import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalKafka, startLocalKafka } from './local-kafka.ts';

let kafka: LocalKafka | undefined;
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'local-kafka-'));
});
afterAll(async () => {
  await kafka?.stop();
  await rm(directory, { recursive: true, force: true });
});

function accepts(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

test('a killed broker is away and comes back on the same address', async () => {
  kafka = await startLocalKafka();
  expect(await accepts(kafka.bootstrapServers)).toBe(true);
  const firstPid = kafka.pid;
  await kafka.kill();
  expect(await accepts(kafka.bootstrapServers)).toBe(false);
  await kafka.start();
  expect(await accepts(kafka.bootstrapServers)).toBe(true);
  expect(kafka.pid).not.toBe(firstPid);
});

test.runIf(process.platform === 'linux')(
  'a broker does not outlive the process that started it, though that one is killed',
  async () => {
    const program = `
    import { startLocalKafka } from ${JSON.stringify(new URL('local-kafka.ts', import.meta.url).href)};
    const { pid } = await startLocalKafka({ dataDirectory: ${JSON.stringify(directory)} });
    console.log(pid);
    setInterval(() => {}, 1_000);
  `;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = await once(createInterface({ input: starter.stdout }), 'line');
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    starter.kill('SIGKILL');
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false);
  },
);
