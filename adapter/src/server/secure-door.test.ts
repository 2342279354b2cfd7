import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createLogger } from '@pricecast/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { found } from '../metric-api/answer.ts';
import { Authority, type Pair } from '../testing/authority.ts';
import { SecureDoor } from './secure-door.ts';

const authority = new Authority('serving-ca');
const proxies = new Authority('front-proxy-ca');
const folder = mkdtempSync(join(tmpdir(), 'adapter-door-'));
const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
const write = ({ cert, key }: Pair) => {
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
};
const trustData = {
  'requestheader-client-ca-file': proxies.pair.cert,
  'requestheader-allowed-names': '[]',
};

let trusted: unknown;
let look = () => {};
let door: SecureDoor;

beforeAll(async () => {
  write(authority.sign({ commonName: 'first', usage: 'serverAuth' }));
  door = await SecureDoor.open({
    host: '127.0.0.1',
    port: 0,
    files,
    trustData: () => trusted,
    clock: {
      now: () => new Date(),
      monotonicMs: () => 0,
      after: (_, callback) => {
        look = callback;
        return () => {};
      },
    },
    log: createLogger('adapter', 'fatal'),
    gate: { serve: async () => found({}) },
    answered: () => {},
    failed: () => {},
    monotonicMs: () => 0,
  });
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
  for (const one of [authority, proxies]) one[Symbol.dispose]();
});

/** Common name of the certificate that a new connection is served with. */
const served = () =>
  new Promise<string | string[]>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: door.port, ca: authority.pair.cert }, () => {
      resolve(socket.getPeerCertificate().subject.CN ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });

/** Lets the door look once, and waits until it means to look again. */
async function looked(): Promise<void> {
  const before = look;
  look();
  await expect.poll(() => look !== before).toBe(true);
}

test('takes a new certificate, keeps it where a broken one follows, and learns whom to trust', async () => {
  expect([await served(), door.knowsCallers]).toEqual(['first', false]);
  write(authority.sign({ commonName: 'second', usage: 'serverAuth' }));
  await looked();
  expect(await served()).toBe('second');
  writeFileSync(files.cert, 'nonsense');
  await looked();
  expect(await served()).toBe('second');
  write(authority.sign({ commonName: 'third', usage: 'serverAuth' }));
  trusted = trustData;
  await looked();
  expect([await served(), door.knowsCallers]).toEqual(['third', true]);
});
