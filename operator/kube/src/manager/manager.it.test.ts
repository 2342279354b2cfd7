import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import type { WriteHooks } from '../../../../hack/src/faults/relay.ts';
import type { SeenRequest } from '../../../../hack/src/faults/seen-request.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { leases } from '../client/well-known.ts';
import type { Lease } from '../election/lease.ts';
import { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { Manifest } from '../objects/kube-object.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';
import { ROLE, startToy, type ToyOperator } from '../testing/toy-operator.ts';
import { systemClock } from '../time/system-clock.ts';

/** Short periods, so that many deaths fit into a test; the real ones are tested by the elector's own tests. */
const quick = { leaseMs: 4_000, renewDeadlineMs: 3_000, retryMs: 500 };

let proxy: ApiProxy;
let hooks: WriteHooks;
let admin: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let running: ToyOperator[] = [];

beforeAll(async () => {
  proxy = await startApiProxy({
    kubeconfig: kubeconfigPath,
    writeHooks: {
      before: (count, request) => hooks.before?.(count, request),
      after: (count, request, status) => hooks.after?.(count, request, status),
    },
  });
  admin = await connectTest(kubeconfigPath, { name: 'admin' });
});
afterAll(async () => {
  await admin.close();
  await proxy.stop();
});
beforeEach(async () => {
  hooks = {};
  namespace = await freshNamespace(admin.client);
});
afterEach(async () => {
  await Promise.all(running.map((operator) => operator.stop()));
  running = [];
  await namespace.drop();
});

let processes = 0;

async function start(times = quick): Promise<ToyOperator & { identity: string }> {
  const identity = `toy-${++processes}`;
  const metrics = new KubeMetrics(new Registry());
  const toy = await startToy({
    kubeconfig: proxy.kubeconfig,
    namespace: namespace.name,
    identity,
    clock: systemClock(),
    metrics,
    times,
  });
  running.push(toy);
  return { ...toy, identity };
}

async function putRoot(data: Record<string, string>): Promise<void> {
  const root = configMap(namespace.name, 'root', data);
  await admin.client.forceApply(configMaps, {
    ...root,
    metadata: { ...root.metadata, labels: { [ROLE]: 'root' } },
  });
}

/** Names and values of the children that are there. */
async function children(): Promise<Record<string, string>> {
  const answer = (await admin.connection.direct.send({
    verb: 'list',
    resource: configMaps,
    path: `/api/v1/namespaces/${namespace.name}/configmaps`,
    query: { labelSelector: `${ROLE}=child` },
    idempotent: true,
  })) as { items: Manifest[] };
  return Object.fromEntries(
    answer.items.map(({ metadata, data }) => [metadata.name, (data as { value: string }).value]),
  );
}

async function childrenBecome(wanted: Record<string, string>, withinMs?: number): Promise<void> {
  const text = JSON.stringify(wanted);
  const isSo = async () => JSON.stringify(await children()) === text;
  await eventually(`children ${text}`, isSo, withinMs);
}

/** Writes that are work: not the lease, not events. */
const isWork = ({ isWrite, resource, namespace: where }: SeenRequest) =>
  isWrite && resource === 'configmaps' && where === namespace.name;

/** Resolves when the operator has no more to do: its caches have seen a write that was made after all others. */
async function workSince(index: number, quietMs: number): Promise<readonly SeenRequest[]> {
  const seen = () => proxy.requests.slice(index).filter(isWork);
  const endMs = performance.now() + quietMs;
  await eventually('quiet time has passed', () => performance.now() > endMs, quietMs + 5_000);
  return seen();
}

describe('a toy operator', () => {
  it('makes what its root asks for, then writes nothing more, nor after a restart', async () => {
    await putRoot({ a: '1', b: '2', c: '3' });
    const first = await start();
    await childrenBecome({ 'root-a': '1', 'root-b': '2', 'root-c': '3' });
    const before = proxy.requests.length;
    expect(await workSince(before, 1_500)).toEqual([]);
    expect(await first.stop()).toBe('Stopped');
    const second = await start();
    await eventually('the second leads', () => second.elector.gate.isOpen());
    expect(await workSince(before, 1_500)).toEqual([]);
  });

  it('puts a child back that somebody changed or deleted, within 2 s, and leaves what others added', async () => {
    await putRoot({ a: '1', b: '2' });
    await start();
    await childrenBecome({ 'root-a': '1', 'root-b': '2' });
    await admin.client.delete(configMaps, { namespace: namespace.name, name: 'root-a' });
    await childrenBecome({ 'root-a': '1', 'root-b': '2' }, 2_000);
    await admin.client.forceApply(
      configMaps,
      configMap(namespace.name, 'root-b', { value: '9', theirs: 'x' }),
    );
    await childrenBecome({ 'root-a': '1', 'root-b': '2' }, 2_000);
    const child = await admin.client.get(configMaps, { namespace: namespace.name, name: 'root-b' });
    expect(child.data).toEqual({ value: '2', theirs: 'x' });
  });

  it('ends at the last of many edits', async () => {
    await putRoot({ a: '0' });
    await start();
    for (let edit = 1; edit <= 20; edit++) await putRoot({ a: String(edit % 2) });
    await putRoot({ a: 'last' });
    await childrenBecome({ 'root-a': 'last' });
    const before = proxy.requests.length;
    expect(await workSince(before, 500)).toEqual([]);
  });

  it('ends in the same objects when it is killed before or after any of its writes', async () => {
    const wanted = { 'root-a': '1', 'root-b': '2', 'root-c': '3' };
    for (const side of ['before', 'after'] as const) {
      for (let fatal = 1; fatal <= 3; fatal++) {
        await putRoot({});
        await Promise.all(
          Object.keys(await children()).map((name) =>
            admin.client.delete(configMaps, { namespace: namespace.name, name }),
          ),
        );
        const victim = await start();
        await eventually('it leads', () => victim.elector.gate.isOpen());
        let writes = 0;
        let death: Promise<void> | undefined;
        hooks = {
          [side]: (_: number, request: SeenRequest) => {
            if (isWork(request) && ++writes === fatal) death = victim.kill();
          },
        };
        await putRoot({ a: '1', b: '2', c: '3' });
        await eventually(`death ${side} write ${fatal}`, () => death !== undefined);
        await death;
        hooks = {};
        // Nobody holds it any more; waiting for its expiry is the elector's own test.
        await admin.client.delete(leases, { namespace: namespace.name, name: 'toy-operator' });
        const heir = await start();
        await childrenBecome(wanted);
        await heir.stop();
      }
    }
  });

  it('never adopts an object that somebody else made under the name of a child', async () => {
    await admin.client.apply(configMaps, configMap(namespace.name, 'root-a', { value: 'theirs' }));
    await putRoot({ a: '1', b: '2' });
    await start();
    await childrenBecome({ 'root-b': '2' });
    const foreign = await admin.client.get(configMaps, { namespace: namespace.name, name: 'root-a' });
    expect(foreign.data).toEqual({ value: 'theirs' });
    expect(foreign.metadata.ownerReferences).toBeUndefined();
  });
});

describe('two toy operators', () => {
  const lease = () => admin.client.get<Lease>(leases, { namespace: namespace.name, name: 'toy-operator' });

  it('hand over at once when the leader stops: first write of the other within 3 s, its caches being warm', async () => {
    await putRoot({ a: '1' });
    const leader = await start({ leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 });
    await childrenBecome({ 'root-a': '1' });
    const standby = await start({ leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 });
    await eventually('the standby is warm', () => standby.manager.ready);
    expect(await leader.stop()).toBe('Stopped');
    const startMs = performance.now();
    await putRoot({ a: '2' });
    await childrenBecome({ 'root-a': '2' }, 3_000);
    expect(performance.now() - startMs).toBeLessThan(3_000);
    expect((await lease()).spec?.holderIdentity).toBe(standby.identity);
  });

  it('never both write: after the first write of the heir, none of the killed leader reaches the server', async () => {
    await putRoot({ a: '1' });
    const leader = await start();
    await childrenBecome({ 'root-a': '1' });
    const heir = await start();
    await eventually('the heir is warm', () => heir.manager.ready);
    await leader.kill();
    await putRoot({ a: '2' });
    await childrenBecome({ 'root-a': '2' });
    const writers = proxy.requests.filter(isWork).map(({ userAgent }) => userAgent);
    const firstOfHeir = writers.indexOf(heir.identity);
    expect(firstOfHeir).toBeGreaterThan(0);
    expect(new Set(writers.slice(0, firstOfHeir))).toEqual(new Set([leader.identity]));
    expect(new Set(writers.slice(firstOfHeir))).toEqual(new Set([heir.identity]));
  });

  it('ends with LeaseLost, without another write, when the lease cannot be renewed', async () => {
    await putRoot({ a: '1' });
    const leader = await start();
    await childrenBecome({ 'root-a': '1' });
    const heal = proxy.inject({
      matches: ({ resource, userAgent }) => resource === 'leases' && userAgent === leader.identity,
      fault: { kind: 'Cut' },
    });
    expect(await leader.ending).toBe('LeaseLost');
    heal();
    const before = proxy.requests.length;
    await putRoot({ a: '2' });
    expect(await workSince(before, 500)).toEqual([]);
    const heir = await start();
    await childrenBecome({ 'root-a': '2' });
    expect((await lease()).spec?.holderIdentity).toBe(heir.identity);
  });

  it('writes its lease with stamps that the server takes: six fraction digits', async () => {
    await start();
    const { spec } = await eventually('a lease', () => lease().catch(() => undefined));
    expect(spec?.renewTime).toMatch(/\.\d{6}Z$/);
    expect(spec?.acquireTime).toMatch(/\.\d{6}Z$/);
  });
});
