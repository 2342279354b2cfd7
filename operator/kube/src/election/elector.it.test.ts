import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import type { SeenRequest } from '../../../../hack/src/faults/seen-request.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { leases } from '../client/well-known.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';
import { ROLE } from '../testing/toy-operator.ts';
import type { Lease } from './lease.ts';

const program = resolve(import.meta.dirname, '../testing/toy-process.ts');

let proxy: ApiProxy;
let admin: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let running: ChildProcess[] = [];
let processes = 0;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  admin = await connectTest(kubeconfigPath, { name: 'admin' });
});
afterAll(async () => {
  await admin.close();
  await proxy.stop();
});
beforeEach(async () => {
  namespace = await freshNamespace(admin.client);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await namespace.drop();
});

interface Toy {
  readonly identity: string;
  readonly process: ChildProcess;
}

async function startProcess(): Promise<Toy> {
  const identity = `process-${++processes}`;
  const child = spawn(process.execPath, [program, proxy.kubeconfig, namespace.name, identity], {
    stdio: 'inherit',
  });
  running.push(child);
  const watches = () =>
    proxy.requests.some(({ userAgent, verb }) => userAgent === identity && verb === 'watch');
  await eventually(`${identity} watches`, watches, 30_000);
  return { identity, process: child };
}

const holder = async () => {
  const lease = await admin.client.find<Lease>(leases, { namespace: namespace.name, name: 'toy-operator' });
  return lease?.spec?.holderIdentity;
};

async function leads({ identity }: Toy, withinMs: number): Promise<number> {
  const startMs = performance.now();
  await eventually(`${identity} leads`, async () => (await holder()) === identity, withinMs);
  return (performance.now() - startMs) / 1_000;
}

async function putRoot(value: string): Promise<void> {
  const root = configMap(namespace.name, 'root', { a: value });
  await admin.client.forceApply(configMaps, {
    ...root,
    metadata: { ...root.metadata, labels: { [ROLE]: 'root' } },
  });
}

async function childBecomes(value: string, withinMs: number): Promise<void> {
  const key = { namespace: namespace.name, name: 'root-a' };
  const isSo = async () =>
    ((await admin.client.find(configMaps, key))?.data as { value?: string })?.value === value;
  await eventually(`the child is ${value}`, isSo, withinMs);
}

const isWork = ({ isWrite, resource, namespace: where }: SeenRequest) =>
  isWrite && resource === 'configmaps' && where === namespace.name;

/** Nobody writes before the heir's first write but the old leader, and nobody after it but the heir. */
function expectOneWriterAtATime(leader: Toy, heir: Toy): void {
  const writers = proxy.requests.filter(isWork).map(({ userAgent }) => userAgent);
  const handOver = writers.indexOf(heir.identity);
  expect(new Set(writers.slice(0, handOver))).toEqual(new Set([leader.identity]));
  expect(new Set(writers.slice(handOver))).toEqual(new Set([heir.identity]));
}

async function leaderAndHeir(): Promise<readonly [Toy, Toy]> {
  await putRoot('1');
  const leader = await startProcess();
  await leads(leader, 10_000);
  await childBecomes('1', 10_000);
  return [leader, await startProcess()];
}

it('acts within 20 s after the leader was killed', async () => {
  const [leader, heir] = await leaderAndHeir();
  leader.process.kill('SIGKILL');
  await putRoot('2');
  expect(await leads(heir, 25_000)).toBeLessThan(20);
  await childBecomes('2', 5_000);
  expectOneWriterAtATime(leader, heir);
});

it('acts within 3 s after the leader was told to end', async () => {
  const [leader, heir] = await leaderAndHeir();
  const exit = once(leader.process, 'exit');
  leader.process.kill('SIGTERM');
  await putRoot('2');
  expect(await leads(heir, 10_000)).toBeLessThan(3);
  await childBecomes('2', 3_000);
  expect(await exit).toEqual([0, null]);
  expectOneWriterAtATime(leader, heir);
});

it('lets a leader that was stopped for longer than its lease exit before it writes anything', async () => {
  const [leader, heir] = await leaderAndHeir();
  leader.process.kill('SIGSTOP');
  await putRoot('2');
  await leads(heir, 25_000);
  await childBecomes('2', 5_000);
  // What it finds when it wakes is work to do, as far as it knows.
  await putRoot('3');
  await childBecomes('3', 5_000);
  const exit = once(leader.process, 'exit');
  leader.process.kill('SIGCONT');
  expect(await exit).toEqual([3, null]);
  expectOneWriterAtATime(leader, heir);
});
