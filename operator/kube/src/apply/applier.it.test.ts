import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { Informer } from '../cache/informer.ts';
import type { Resource } from '../client/resource.ts';
import type { Manifest } from '../objects/kube-object.ts';
import { controllerReference } from '../objects/owner.ts';
import { Applying } from '../testing/applying.ts';
import { configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';

const deployments: Resource = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  namespaced: true,
};

let proxy: ApiProxy;
/** Its calls go through the proxy. */
let me: TestProcess;
let other: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let test: Applying;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  me = await connectTest(proxy.kubeconfig, { name: 'applier' });
  other = await connectTest(kubeconfigPath, { name: 'kubectl-edit' });
  namespace = await freshNamespace(other.client);
});
afterAll(async () => {
  await namespace.drop();
  await Promise.all([me.close(), other.close()]);
  await proxy.stop();
});
beforeEach(async () => {
  test = await Applying.begin({ me, other, namespace: namespace.name });
});

/** Writes that went through the proxy while `work` ran. */
async function writesOf(work: () => Promise<unknown>): Promise<number> {
  const before = proxy.requests.length;
  await work();
  return proxy.requests.slice(before).filter(({ isWrite }) => isWrite).length;
}

describe('apply', () => {
  it('creates what is not there, and then leaves it alone', async () => {
    expect((await test.apply({ x: '1' })).kind).toBe('Created');
    expect(await writesOf(() => test.apply({ x: '1' }))).toBe(0);
    expect((await test.apply({ x: '1' })).kind).toBe('Unchanged');
  });

  it('updates what is rendered anew, and removes what a render leaves out', async () => {
    await test.apply({ x: '1', y: '1' });
    expect((await test.apply({ x: '2' })).kind).toBe('Updated');
    expect((await test.live())?.data).toEqual({ x: '2' });
  });

  it('repairs what somebody changed, and names who and what', async () => {
    await test.apply({ x: '1' });
    await test.edit({ x: 'theirs', z: 'theirs' });
    expect(await test.apply({ x: '1' })).toMatchObject({
      kind: 'Repaired',
      by: ['kubectl-edit'],
      fields: ['.data.x'],
    });
    expect((await test.live())?.data).toEqual({ x: '1', z: 'theirs' });
  });

  it('repairs what somebody removed, although nobody owns it any more', async () => {
    await test.apply({ x: '1', y: '1' });
    await other.client.patchJson(configMaps, test.key, [{ op: 'remove', path: '/data/y' }]);
    expect(await test.apply({ x: '1', y: '1' })).toMatchObject({
      kind: 'Repaired',
      by: [],
      fields: ['.data.y'],
    });
  });

  it('repairs what somebody deleted', async () => {
    await test.apply({ x: '1' });
    await test.remove();
    expect((await test.apply({ x: '1' })).kind).toBe('Repaired');
    expect((await test.live())?.data).toEqual({ x: '1' });
  });

  it('repairs a stripped owner reference, because it had applied the object before', async () => {
    await test.apply({ x: '1' });
    await other.client.patchJson(configMaps, test.key, [{ op: 'remove', path: '/metadata/ownerReferences' }]);
    expect((await test.apply({ x: '1' })).kind).toBe('Repaired');
    expect((await test.live())?.metadata.ownerReferences).toHaveLength(1);
  });

  it('needs no call at all for a child that is in the cache and as rendered', async () => {
    await test.apply({ x: '1' });
    const cache = new Informer<Manifest>({
      ...me,
      transport: me.connection.direct,
      resource: configMaps,
      namespaces: [namespace.name],
    });
    const stop = new AbortController();
    const running = cache.run(stop.signal);
    await eventually(
      'the child is cached',
      () => cache.get(`${namespace.name}/${test.key.name}`) !== undefined,
    );
    test.applier = test.newApplier(() => cache);
    const before = proxy.requests.length;
    expect((await test.apply({ x: '1' })).kind).toBe('Unchanged');
    expect(proxy.requests).toHaveLength(before);
    stop.abort();
    await running;
  });

  it('finds a Deployment as rendered after the server has filled in its defaults', async () => {
    const labels = { app: test.key.name };
    const desired = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        namespace: namespace.name,
        name: test.key.name,
        labels,
        ownerReferences: [controllerReference(test.owner)],
      },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        strategy: { type: 'Recreate' },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'main',
                image: 'example.dev/none:1',
                ports: [{ name: 'ops', containerPort: 9090 }],
                env: [
                  { name: 'A', value: 'b' },
                  { name: 'EMPTY', value: '' },
                ],
                resources: { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { memory: '1073741824' } },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
                readinessProbe: { httpGet: { path: '/readyz', port: 'ops' }, initialDelaySeconds: 0 },
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    };
    const child = { resource: deployments, desired, owner: test.owner };
    expect((await test.applier.apply(child, test.signal)).kind).toBe('Created');
    expect(await writesOf(() => test.newApplier(() => undefined).apply(child, test.signal))).toBe(0);
    expect((await test.applier.apply(child, test.signal)).kind).toBe('Unchanged');
  });

  it('is not fooled by a cache from before the object was replaced', async () => {
    await test.apply({ x: '1' });
    const old = await test.live();
    await test.remove();
    await test.edit({ x: 'theirs' });
    test.applier = test.newApplier(() => ({ get: () => old }));
    const call = test.apply({ x: '2' });
    await expect(call).rejects.toMatchObject({ code: 'KUBE_CONFLICT', retryable: true });
    expect((await test.live())?.data).toEqual({ x: 'theirs' });
  });
});
