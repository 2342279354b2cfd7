import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { statusBody } from '../../../../hack/src/faults/fault.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { KubeClient } from '../client/kube-client.ts';
import { connect } from '../connect.ts';
import { configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { LeapClock } from '../testing/leap-clock.ts';
import { inClusterCredentials } from './in-cluster.ts';

let admin: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let folder: string;

beforeAll(async () => {
  admin = await connectTest(kubeconfigPath);
  namespace = await freshNamespace(admin.client);
});
afterAll(async () => {
  await namespace.drop();
  await admin.close();
  await rm(folder, { recursive: true, force: true });
});

/** A token of a new service account that may read ConfigMaps. */
async function tokenOf(name: string): Promise<string> {
  const meta = { namespace: namespace.name, name };
  const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1', namespaced: true };
  const accounts = {
    group: '',
    version: 'v1',
    plural: 'serviceaccounts',
    kind: 'ServiceAccount',
    namespaced: true,
  };
  const typed = { apiVersion: '', kind: '', metadata: meta };
  await admin.client.create(accounts, typed);
  await admin.client.create(
    { ...rbac, plural: 'roles', kind: 'Role' },
    { ...typed, rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] },
  );
  await admin.client.create(
    { ...rbac, plural: 'rolebindings', kind: 'RoleBinding' },
    {
      ...typed,
      subjects: [{ kind: 'ServiceAccount', ...meta }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    },
  );
  const answer = (await admin.connection.direct.send({
    verb: 'create',
    resource: accounts,
    subresource: 'token',
    path: `/api/v1/namespaces/${namespace.name}/serviceaccounts/${name}/token`,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } },
    idempotent: false,
  })) as { status: { token: string } };
  return answer.status.token;
}

async function mount(token: string, ca: string): Promise<void> {
  await writeFile(join(folder, 'token'), token);
  await writeFile(join(folder, 'ca.crt'), ca);
}

it('reads as its service account, takes a rotated token up after a 401 once, and follows a rotated CA', async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-account-'));
  const proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  const token = await tokenOf('reader');
  await mount(token, proxy.ca);
  const clock = new LeapClock();
  const credentials = inClusterCredentials({ clock, server: proxy.url, folder });
  const connection = connect({ credentials, clock, random: Math.random, userAgent: 'in-cluster' });
  const client = new KubeClient(connection.direct, 'in-cluster');
  const read = () => client.find(configMaps, { namespace: namespace.name, name: 'none' });

  expect(await read()).toBeUndefined();
  await expect(
    client.find({ ...configMaps, plural: 'secrets' }, { namespace: namespace.name, name: 'none' }),
  ).rejects.toMatchObject({
    code: 'KUBE_FORBIDDEN',
    call: 'get secrets',
  });

  // The kubelet has put a new token in, but the old time stamp is still believed.
  await writeFile(join(folder, 'token'), 'expired');
  await credentials.renew();
  await writeFile(join(folder, 'token'), token);
  await utimes(join(folder, 'token'), 1, 1);
  const before = proxy.requests.length;
  expect(await read()).toBeUndefined();
  expect(proxy.requests.length - before, 'the refused call and one more').toBe(2);

  // A 401 that a new token does not heal is an error, not a loop.
  proxy.inject({
    matches: () => true,
    fault: { kind: 'Answer', status: 401, body: statusBody(401, 'Unauthorized', 'no') },
    times: 2,
  });
  await expect(read()).rejects.toMatchObject({ code: 'KUBE_UNAUTHORIZED' });

  // The server comes back with a certificate of another CA.
  const rotated = await proxy.rotateCertificate();
  await expect(read()).rejects.toMatchObject({ code: 'KUBE_CONNECTION_FAILED' });
  await mount(token, rotated);
  clock.leap(61_000);
  expect(await read()).toBeUndefined();

  await connection.close();
  await proxy.stop();
});
