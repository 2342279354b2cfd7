import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { type Fault, statusBody } from '../../../../hack/src/faults/fault.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { controllerReference } from '../objects/owner.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { applyConflicts } from '../transport/apply-conflict.ts';
import type { KubeError } from '../transport/kube-error.ts';
import type { Resource } from './resource.ts';

const networkPolicies: Resource = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'networkpolicies',
  kind: 'NetworkPolicy',
  namespaced: true,
};

let proxy: ApiProxy;
/** Its calls go through the proxy. */
let me: TestProcess;
let other: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let names = 0;
let name: string;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  me = await connectTest(proxy.kubeconfig, { name: 'me' });
  other = await connectTest(kubeconfigPath, { name: 'other' });
  namespace = await freshNamespace(other.client);
});
afterAll(async () => {
  await namespace.drop();
  await Promise.all([me.close(), other.close()]);
  await proxy.stop();
});
beforeEach(() => {
  name = `object-${++names}`;
});

const keyOfTest = () => ({ namespace: namespace.name, name });
const render = (data: Record<string, string>) => configMap(namespace.name, name, data);

/** The error that a call ends with. */
async function failureOf(call: Promise<unknown>): Promise<KubeError> {
  return call.then(
    () => expect.fail('the call succeeded'),
    (error: KubeError) => error,
  );
}

/** Calls about this test's object that reached the proxy. */
const calls = () => proxy.requests.filter((request) => request.name === name);

function befall(fault: Fault, times = 1): void {
  const mine = name;
  proxy.inject({ matches: (request) => request.name === mine, fault, times });
}

describe('server-side apply', () => {
  it('names the manager and the fields of a conflict, and changes nothing', async () => {
    await other.client.apply(configMaps, render({ x: 'theirs', y: 'theirs' }));
    const error = await failureOf(me.client.apply(configMaps, render({ x: 'ours' })));
    expect(error).toMatchObject({ code: 'KUBE_CONFLICT', status: 409, call: 'patch configmaps' });
    expect(applyConflicts(error)).toEqual([{ manager: 'other', fields: ['.data.x'] }]);
    expect(await other.client.get(configMaps, keyOfTest())).toMatchObject({
      data: { x: 'theirs', y: 'theirs' },
    });
  });

  it('takes a field of another manager when it is forced, and leaves his others', async () => {
    await other.client.apply(configMaps, render({ x: 'theirs', y: 'theirs' }));
    const forced = await me.client.forceApply(configMaps, render({ x: 'ours' }));
    expect(forced.data).toEqual({ x: 'ours', y: 'theirs' });
  });

  it('removes a field that a later render leaves out', async () => {
    await me.client.apply(configMaps, render({ x: '1', y: '2' }));
    const smaller = await me.client.apply(configMaps, render({ x: '1' }));
    expect(smaller.data).toEqual({ x: '1' });
  });

  it('refuses to write over an object that was replaced since it was read', async () => {
    const first = await me.client.apply(configMaps, render({ x: '1' }));
    await other.client.delete(configMaps, keyOfTest());
    await other.client.apply(configMaps, render({ x: '2' }));
    const stale = render({ x: '3' });
    const error = await failureOf(
      me.client.forceApply(configMaps, {
        ...stale,
        metadata: { ...stale.metadata, uid: first.metadata.uid },
      }),
    );
    expect(error.code).toBe('KUBE_CONFLICT');
    expect(applyConflicts(error)).toEqual([]);
  });

  it('keeps wire names that typed clients rename: `from` of a NetworkPolicy', async () => {
    const policy = {
      apiVersion: '',
      kind: '',
      metadata: { namespace: namespace.name, name },
      spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { a: 'b' } } }] }] },
    };
    const applied = await me.client.apply(networkPolicies, policy);
    expect(applied.spec).toMatchObject(policy.spec);
  });

  it('says what a refused object lacks, and that trying again will not help', async () => {
    const error = await failureOf(me.client.apply(configMaps, { ...render({}), data: { 'not a key': 'x' } }));
    expect(error).toMatchObject({ code: 'KUBE_INVALID', status: 422, retryable: false });
    expect(error.message).toContain('not a key');
  });
});

describe('delete', () => {
  it('spares an object that was re-created under the same name', async () => {
    const first = await me.client.apply(configMaps, render({ x: '1' }));
    await me.client.delete(configMaps, keyOfTest());
    await me.client.apply(configMaps, render({ x: '2' }));
    const { uid } = first.metadata;
    expect((await failureOf(me.client.delete(configMaps, keyOfTest(), { uid }))).code).toBe('KUBE_CONFLICT');
    expect(await me.client.find(configMaps, keyOfTest())).toMatchObject({ data: { x: '2' } });
  });

  it('spares an object that changed since it was read', async () => {
    const { metadata } = await me.client.apply(configMaps, render({ x: '1' }));
    await other.client.forceApply(configMaps, render({ x: '2' }));
    const { uid, resourceVersion } = metadata;
    const error = await failureOf(me.client.delete(configMaps, keyOfTest(), { uid, resourceVersion }));
    expect(error.code).toBe('KUBE_CONFLICT');
  });
});

describe('other calls', () => {
  it('finds nothing where nothing is', async () => {
    expect(await me.client.find(configMaps, keyOfTest())).toBeUndefined();
    expect((await failureOf(me.client.get(configMaps, keyOfTest()))).code).toBe('KUBE_NOT_FOUND');
  });

  it('tells a taken name from other conflicts', async () => {
    await me.client.create(configMaps, render({}));
    expect((await failureOf(me.client.create(configMaps, render({})))).code).toBe('KUBE_ALREADY_EXISTS');
  });

  it('removes a finalizer only while it is where it was seen', async () => {
    const object = render({});
    const finalizers = ['example.dev/one', 'example.dev/two'];
    await me.client.apply(configMaps, { ...object, metadata: { ...object.metadata, finalizers } });
    const removeSecond = [
      { op: 'test', path: '/metadata/finalizers/1', value: 'example.dev/two' },
      { op: 'remove', path: '/metadata/finalizers/1' },
    ] as const;
    const patched = await me.client.patchJson(configMaps, keyOfTest(), removeSecond);
    expect(patched.metadata.finalizers).toEqual(['example.dev/one']);
    expect(await failureOf(me.client.patchJson(configMaps, keyOfTest(), removeSecond))).toMatchObject({
      retryable: false,
    });
    await me.client.patchJson(configMaps, keyOfTest(), [{ op: 'remove', path: '/metadata/finalizers' }]);
  });

  it('keeps an owner reference as it was rendered', async () => {
    const owner = await me.client.apply(configMaps, configMap(namespace.name, `${name}-owner`, {}));
    const reference = controllerReference(owner);
    const child = render({});
    const applied = await me.client.apply(configMaps, {
      ...child,
      metadata: { ...child.metadata, ownerReferences: [reference] },
    });
    expect(applied.metadata.ownerReferences).toEqual([reference]);
  });
});

describe('faults of a call', () => {
  it('applies once more when the answer was lost after the server had done it', async () => {
    befall({ kind: 'LoseAnswer' });
    const applied = await me.client.apply(configMaps, render({ x: '1' }));
    expect(applied.data).toEqual({ x: '1' });
    expect(calls()).toHaveLength(2);
    expect(applied.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['me']);
  });

  it('does not send a create twice when its answer was lost', async () => {
    befall({ kind: 'LoseAnswer' });
    const mine = proxy.requests.length;
    proxy.inject({ matches: ({ verb }) => verb === 'create', fault: { kind: 'LoseAnswer' }, times: 1 });
    expect((await failureOf(me.client.create(configMaps, render({})))).code).toBe('KUBE_CONNECTION_FAILED');
    expect(proxy.requests.slice(mine).filter(({ verb }) => verb === 'create')).toHaveLength(1);
  });

  for (const [what, fault] of [
    ['its connection was cut', { kind: 'Cut' }],
    ['its answer was cut short', { kind: 'CutAnswerAfter', bytes: 20 }],
    [
      'the server was unavailable',
      { kind: 'Answer', status: 503, body: statusBody(503, 'Unavailable', 'soon') },
    ],
  ] as const satisfies readonly (readonly [string, Fault])[]) {
    it(`tries a read again when ${what}`, async () => {
      await other.client.apply(configMaps, render({ x: '1' }));
      befall(fault, 2);
      expect(await me.client.get(configMaps, keyOfTest())).toMatchObject({ data: { x: '1' } });
      expect(calls()).toHaveLength(3);
    });
  }

  it('gives up after four attempts and names what failed', async () => {
    befall({ kind: 'Answer', status: 500, body: statusBody(500, 'InternalError', 'etcd is unwell') }, 9);
    const error = await failureOf(me.client.get(configMaps, keyOfTest()));
    expect(error).toMatchObject({ code: 'KUBE_SERVER_ERROR', call: 'get configmaps', retryable: true });
    expect(error.message).toContain('etcd is unwell');
    expect(calls()).toHaveLength(4);
  });

  it('waits as long as Retry-After says, within a tenth', async () => {
    await other.client.apply(configMaps, render({ x: '1' }));
    const headers = { 'retry-after': '1' };
    befall({ kind: 'Answer', status: 429, headers, body: statusBody(429, 'TooManyRequests', 'wait') });
    const startMs = performance.now();
    await me.client.get(configMaps, keyOfTest());
    const tookMs = performance.now() - startMs;
    expect(tookMs).toBeGreaterThanOrEqual(1_000);
    expect(tookMs).toBeLessThan(1_100 + 500);
  });

  it('leaves a long Retry-After to its caller', async () => {
    const headers = { 'retry-after': '30' };
    befall({ kind: 'Answer', status: 429, headers, body: statusBody(429, 'TooManyRequests', 'wait') });
    const error = await failureOf(me.client.get(configMaps, keyOfTest()));
    expect(error).toMatchObject({ code: 'KUBE_TOO_MANY_REQUESTS', retryAfterSeconds: 30 });
  });

  it('ends a call that hangs at its deadline', async () => {
    befall({ kind: 'Delay', ms: 60_000 });
    const startMs = performance.now();
    const error = await failureOf(
      me.connection.direct.send({
        verb: 'get',
        resource: configMaps,
        path: `/api/v1/namespaces/${namespace.name}/configmaps/${name}`,
        idempotent: true,
        deadlineMs: 200,
      }),
    );
    expect(error).toMatchObject({ code: 'KUBE_TIMEOUT', retryable: true });
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  it('ends when its caller gives up, retries included', async () => {
    befall({ kind: 'Answer', status: 503, body: statusBody(503, 'Unavailable', 'soon') }, 9);
    const giveUp = new AbortController();
    const call = me.client.get(configMaps, keyOfTest(), { signal: giveUp.signal });
    giveUp.abort();
    expect((await failureOf(call)).code).toMatch(/KUBE_(ABORTED|UNAVAILABLE)/);
    expect(calls().length).toBeLessThanOrEqual(1);
  });

  it('uses few connections for many calls', async () => {
    const reads = Array.from({ length: 300 }, () => me.client.find(configMaps, keyOfTest()));
    await Promise.all(reads);
    expect(proxy.connections()).toBeLessThanOrEqual(40);
  });
});
