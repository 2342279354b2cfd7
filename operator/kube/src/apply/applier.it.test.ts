import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { Informer } from '../cache/informer.ts';
import { OwnWrites } from '../cache/own-writes.ts';
import type { Resource } from '../client/resource.ts';
import type { KubeObject, Manifest } from '../objects/kube-object.ts';
import { controllerReference } from '../objects/owner.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';
import { LeapClock } from '../testing/leap-clock.ts';
import { Applier } from './applier.ts';
import type { ApplyOutcome } from './apply-outcome.ts';
import { FlipDetector } from './flip-detector.ts';

const HASH = 'kube-test/render-hash';
const deployments: Resource = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  namespaced: true,
};
const signal = new AbortController().signal;
const clock = new LeapClock();

let proxy: ApiProxy;
let me: TestProcess;
let other: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let applier: Applier;
let owner: Manifest;
let name: string;
let owners = 0;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  me = await connectTest(proxy.kubeconfig, { clock, name: 'applier' });
  other = await connectTest(kubeconfigPath, { name: 'kubectl-edit' });
  namespace = await freshNamespace(other.client);
});
afterAll(async () => {
  await namespace.drop();
  await Promise.all([me.close(), other.close()]);
  await proxy.stop();
});
beforeEach(async () => {
  owner = await other.client.apply(configMaps, configMap(namespace.name, `owner-${++owners}`, {}));
  name = `${owner.metadata.name}-child`;
  applier = newApplier();
});

function newApplier(cache?: Informer<Manifest>): Applier {
  return new Applier({
    client: me.client,
    hashAnnotation: HASH,
    cacheOf: () => cache,
    ownWrites: new OwnWrites(),
    flips: new FlipDetector(clock),
  });
}

function render(data: Record<string, string>, of: KubeObject = owner): Manifest {
  const object = configMap(namespace.name, name, data);
  return { ...object, metadata: { ...object.metadata, ownerReferences: [controllerReference(of)] } };
}

const apply = (data: Record<string, string>, of = owner): Promise<ApplyOutcome> =>
  applier.apply({ resource: configMaps, desired: render(data, of), owner: of }, signal);
const edit = (data: Record<string, string>) =>
  other.client.forceApply(configMaps, configMap(namespace.name, name, data));
const live = () => other.client.find(configMaps, { namespace: namespace.name, name });
const remove = () => other.client.delete(configMaps, { namespace: namespace.name, name });

/** Writes that went through the proxy while `work` ran. */
async function writesOf(work: () => Promise<unknown>): Promise<number> {
  const before = proxy.requests.length;
  await work();
  return proxy.requests.slice(before).filter(({ isWrite }) => isWrite).length;
}

describe('apply', () => {
  it('creates what is not there, and then leaves it alone', async () => {
    expect((await apply({ x: '1' })).kind).toBe('Created');
    expect(await writesOf(() => apply({ x: '1' }))).toBe(0);
    expect((await apply({ x: '1' })).kind).toBe('Unchanged');
  });

  it('updates what is rendered anew, and removes what a render leaves out', async () => {
    await apply({ x: '1', y: '1' });
    expect((await apply({ x: '2' })).kind).toBe('Updated');
    expect((await live())?.data).toEqual({ x: '2' });
  });

  it('repairs what somebody changed, and names who and what', async () => {
    await apply({ x: '1' });
    await edit({ x: 'theirs', z: 'theirs' });
    expect(await apply({ x: '1' })).toMatchObject({
      kind: 'Repaired',
      by: ['kubectl-edit'],
      fields: ['.data.x'],
    });
    expect((await live())?.data).toEqual({ x: '1', z: 'theirs' });
  });

  it('repairs what somebody removed, although nobody owns it any more', async () => {
    await apply({ x: '1', y: '1' });
    await other.client.patchJson(configMaps, { namespace: namespace.name, name }, [
      { op: 'remove', path: '/data/y' },
    ]);
    expect(await apply({ x: '1', y: '1' })).toMatchObject({ kind: 'Repaired', by: [], fields: ['.data.y'] });
  });

  it('repairs what somebody deleted', async () => {
    await apply({ x: '1' });
    await remove();
    expect((await apply({ x: '1' })).kind).toBe('Repaired');
    expect((await live())?.data).toEqual({ x: '1' });
  });

  it('repairs a stripped owner reference, because it had applied the object before', async () => {
    await apply({ x: '1' });
    await other.client.patchJson(configMaps, { namespace: namespace.name, name }, [
      { op: 'remove', path: '/metadata/ownerReferences' },
    ]);
    expect((await apply({ x: '1' })).kind).toBe('Repaired');
    expect((await live())?.metadata.ownerReferences).toHaveLength(1);
  });

  it('leaves an object that somebody else made under that name alone', async () => {
    await edit({ x: 'theirs' });
    const outcome = await apply({ x: '1' });
    expect(outcome).toEqual({ kind: 'NameConflict', message: `ConfigMap ${name} was made by somebody else` });
    expect((await live())?.data).toEqual({ x: 'theirs' });
  });

  it('leaves the child of another owner alone', async () => {
    await apply({ x: '1' });
    const rival = await other.client.apply(configMaps, configMap(namespace.name, `rival-${owners}`, {}));
    expect((await apply({ x: '2' }, rival)).kind).toBe('NameConflict');
    expect((await live())?.data).toEqual({ x: '1' });
  });

  it('waits for a child that is being deleted', async () => {
    await apply({ x: '1' });
    const finalizers = ['kube-test/wait'];
    await other.client.patchMerge(
      configMaps,
      { namespace: namespace.name, name },
      { metadata: { finalizers } },
    );
    await remove();
    expect((await apply({ x: '1' })).kind).toBe('Leaving');
    await other.client.patchMerge(
      configMaps,
      { namespace: namespace.name, name },
      { metadata: { finalizers: null } },
    );
    expect((await apply({ x: '1' })).kind).toBe('Repaired');
  });

  it('waits for a child of an earlier owner with the same name', async () => {
    await apply({ x: '1' });
    const { uid: _, ...metadata } = owner.metadata;
    const reborn = { ...owner, metadata: { ...metadata, uid: '00000000-0000-0000-0000-000000000000' } };
    expect((await apply({ x: '2' }, reborn)).kind).toBe('Leaving');
    expect((await live())?.data).toEqual({ x: '1' });
  });

  it('leaves a fight with another writer after three repairs within a minute, names him, and tries again later', async () => {
    await apply({ x: '1' });
    const kinds: string[] = [];
    for (let flip = 0; flip < 5; flip++) {
      await edit({ x: `theirs-${flip}` });
      kinds.push((await apply({ x: '1' })).kind);
    }
    expect(kinds).toEqual(['Repaired', 'Repaired', 'Repaired', 'Conflicted', 'Conflicted']);
    expect(await writesOf(() => apply({ x: '1' }))).toBe(0);
    const outcome = await apply({ x: '1' });
    expect(outcome).toMatchObject({ kind: 'Conflicted', fields: ['.data.x'] });
    clock.leap(60_000);
    expect((await apply({ x: '1' })).kind).toBe('Conflicted');
    expect((await live())?.data).toEqual({ x: '1' });
    expect((await apply({ x: '1' })).kind).toBe('Unchanged');
  });

  it('needs no call at all for a child that is in the cache and as rendered', async () => {
    await apply({ x: '1' });
    const cache = new Informer<Manifest>({
      ...me,
      transport: me.connection.direct,
      resource: configMaps,
      namespaces: [namespace.name],
    });
    const stop = new AbortController();
    const running = cache.run(stop.signal);
    await eventually('the child is cached', () => cache.get(`${namespace.name}/${name}`) !== undefined);
    applier = newApplier(cache);
    const before = proxy.requests.length;
    expect((await apply({ x: '1' })).kind).toBe('Unchanged');
    expect(proxy.requests).toHaveLength(before);
    stop.abort();
    await running;
  });

  it('finds a Deployment as rendered after the server has filled in its defaults', async () => {
    const labels = { app: name };
    const desired = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: namespace.name, name, labels, ownerReferences: [controllerReference(owner)] },
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
    const child = { resource: deployments, desired, owner };
    expect((await applier.apply(child, signal)).kind).toBe('Created');
    expect(await writesOf(() => newApplier().apply(child, signal))).toBe(0);
    expect((await applier.apply(child, signal)).kind).toBe('Unchanged');
  });

  it('is not fooled by a cache from before the object was replaced', async () => {
    await apply({ x: '1' });
    const old = await live();
    await remove();
    await edit({ x: 'theirs' });
    const stale = { get: () => old };
    const blind = new Applier({
      client: me.client,
      hashAnnotation: HASH,
      cacheOf: () => stale,
      ownWrites: new OwnWrites(),
      flips: new FlipDetector(clock),
    });
    const call = blind.apply({ resource: configMaps, desired: render({ x: '2' }), owner }, signal);
    await expect(call).rejects.toMatchObject({ code: 'KUBE_CONFLICT', retryable: true });
    expect((await live())?.data).toEqual({ x: 'theirs' });
  });
});

describe('delete', () => {
  const drop = (of: KubeObject = owner) =>
    applier.delete({ resource: configMaps, key: { namespace: namespace.name, name }, owner: of }, signal);

  it('deletes a child of ours, and says so when it is gone already', async () => {
    await apply({ x: '1' });
    expect(await drop()).toEqual({ kind: 'Deleted' });
    expect(await live()).toBeUndefined();
    expect(await drop()).toEqual({ kind: 'Absent' });
  });

  it('leaves what belongs to others alone', async () => {
    await edit({ x: 'theirs' });
    expect((await drop()).kind).toBe('NameConflict');
    expect(await live()).toBeDefined();
  });

  it('does not delete an object that took the place of ours between look and deed', async () => {
    await apply({ x: '1' });
    const mine = name;
    let replaced = false;
    const replace = async () => {
      if (replaced) return;
      replaced = true;
      await remove();
      await edit({ x: 'new' });
    };
    const hooked = await startApiProxy({ kubeconfig: kubeconfigPath, writeHooks: { before: replace } });
    const process = await connectTest(hooked.kubeconfig, { name: 'applier' });
    const racing = new Applier({
      client: process.client,
      hashAnnotation: HASH,
      cacheOf: () => undefined,
      ownWrites: new OwnWrites(),
      flips: new FlipDetector(clock),
    });
    const call = racing.delete(
      { resource: configMaps, key: { namespace: namespace.name, name: mine }, owner },
      signal,
    );
    await expect(call).rejects.toMatchObject({ code: 'KUBE_CONFLICT' });
    expect((await live())?.data).toEqual({ x: 'new' });
    await process.close();
    await hooked.stop();
  });

  it('takes a deletion for done when only its answer was lost', async () => {
    await apply({ x: '1' });
    proxy.inject({ matches: ({ verb }) => verb === 'delete', fault: { kind: 'LoseAnswer' }, times: 1 });
    expect(await drop()).toEqual({ kind: 'Deleted' });
    expect(await live()).toBeUndefined();
  });
});
