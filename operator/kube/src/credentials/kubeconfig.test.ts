import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { kubeconfigCredentials } from './kubeconfig.ts';

const text = `
apiVersion: v1
kind: Config
clusters:
- {name: plain, cluster: {server: "https://10.0.0.1:6443/"}}
- {name: below, cluster: {server: "https://gateway.example/clusters/one", insecure-skip-tls-verify: true}}
users:
- {name: token, user: {token: canary-token}}
contexts:
- {name: plain, context: {cluster: plain, user: token}}
- {name: below, context: {cluster: below, user: token}}
- {name: dangling, context: {cluster: nowhere, user: token}}
current-context: plain
`;

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  path = join(folder, 'kubeconfig');
  await writeFile(path, text);
});
afterAll(() => rm(folder, { recursive: true }));

describe('kubeconfigCredentials', () => {
  it('reads server and token of the current context', async () => {
    const credentials = await kubeconfigCredentials({ clock: new ManualClock(), path });
    expect(credentials.server).toBe('https://10.0.0.1:6443');
    expect(await credentials.current()).toMatchObject({ token: 'canary-token', tls: { verifyServer: true } });
  });

  it('reads another context, and a server below a path whose certificate is not to be checked', async () => {
    const credentials = await kubeconfigCredentials({ clock: new ManualClock(), path, context: 'below' });
    expect(credentials.server).toBe('https://gateway.example/clusters/one');
    expect(await credentials.current()).toMatchObject({ tls: { verifyServer: false } });
  });

  it('can be pointed at another server', async () => {
    const credentials = await kubeconfigCredentials({
      clock: new ManualClock(),
      path,
      server: 'https://127.0.0.1:1',
    });
    expect(credentials.server).toBe('https://127.0.0.1:1');
  });

  it('returns the same TLS material for as long as nothing changes, so that connections are kept', async () => {
    const credentials = await kubeconfigCredentials({ clock: new ManualClock(), path });
    const first = await credentials.current();
    expect((await credentials.renew()).tls).toBe(first.tls);
  });

  for (const [what, options] of [
    ['a file that is not there', { path: '/nonexistent/kubeconfig' }],
    ['a context without a cluster', { context: 'dangling' }],
  ] as const) {
    it(`says that ${what} is not usable, without a secret in the sentence`, async () => {
      const call = kubeconfigCredentials({ clock: new ManualClock(), path, ...options });
      await expect(call).rejects.toMatchObject({
        code: 'KUBE_CREDENTIALS_UNREADABLE',
        message: expect.not.stringContaining('canary'),
      });
    });
  }
});
