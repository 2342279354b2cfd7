import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { type LocalKafka, startLocalKafka } from './local-kafka.ts';

let kafka: LocalKafka | undefined;
afterAll(() => kafka?.stop());

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
