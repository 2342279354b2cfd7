import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { Applying } from '../testing/applying.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';

let proxy: ApiProxy;
/** Its calls go through the proxy. */
let me: TestProcess;
let other: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let test: Applying;
/** Waited for before a write of the applier reaches the server. */
let beforeWrite = async () => {};

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath, writeHooks: { before: () => beforeWrite() } });
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

describe('apply among others', () => {
  it('leaves an object that somebody else made under that name alone', async () => {
    await test.edit({ x: 'theirs' });
    const outcome = await test.apply({ x: '1' });
    expect(outcome).toEqual({
      kind: 'NameConflict',
      message: `ConfigMap ${test.key.name} was made by somebody else`,
    });
    expect((await test.live())?.data).toEqual({ x: 'theirs' });
  });

  it('leaves the child of another owner alone', async () => {
    await test.apply({ x: '1' });
    const rival = await other.client.apply(
      configMaps,
      configMap(namespace.name, `${test.key.name}-rival`, {}),
    );
    expect((await test.apply({ x: '2' }, rival)).kind).toBe('NameConflict');
    expect((await test.live())?.data).toEqual({ x: '1' });
  });

  it('waits for a child that is being deleted', async () => {
    await test.apply({ x: '1' });
    const finalizers = ['kube-test/wait'];
    await other.client.patchMerge(configMaps, test.key, { metadata: { finalizers } });
    await test.remove();
    expect((await test.apply({ x: '1' })).kind).toBe('Leaving');
    await other.client.patchMerge(configMaps, test.key, { metadata: { finalizers: null } });
    expect((await test.apply({ x: '1' })).kind).toBe('Repaired');
  });

  it('waits for a child of an earlier owner with the same name', async () => {
    await test.apply({ x: '1' });
    const { uid: _, ...metadata } = test.owner.metadata;
    const reborn = { ...test.owner, metadata: { ...metadata, uid: '00000000-0000-0000-0000-000000000000' } };
    expect((await test.apply({ x: '2' }, reborn)).kind).toBe('Leaving');
    expect((await test.live())?.data).toEqual({ x: '1' });
  });

  it('leaves a fight with another writer after three repairs within a minute, names him, and tries again later', async () => {
    await test.apply({ x: '1' });
    expect(await test.fight(5, { x: '1' })).toEqual([
      'Repaired',
      'Repaired',
      'Repaired',
      'Conflicted',
      'Conflicted',
    ]);
    expect(await writesOf(() => test.apply({ x: '1' }))).toBe(0);
    const outcome = await test.apply({ x: '1' });
    expect(outcome).toMatchObject({ kind: 'Conflicted', fields: ['.data.x'] });
    test.clock.leap(60_000);
    expect((await test.apply({ x: '1' })).kind).toBe('Conflicted');
    expect((await test.live())?.data).toEqual({ x: '1' });
    expect((await test.apply({ x: '1' })).kind).toBe('Unchanged');
  });

  it('sends a new render during a fight where it needs no force, and names the other writer where it does', async () => {
    await test.apply({ x: '1', y: '1' });
    await test.fight(4, { x: '1', y: '1' });
    expect((await test.apply({ x: '1', y: '2' })).kind).toBe('Updated');
    await test.edit({ x: 'theirs' });
    expect(await test.apply({ x: '1', y: '3' })).toMatchObject({ kind: 'Conflicted', by: ['kubectl-edit'] });
    expect((await test.live())?.data).toEqual({ x: 'theirs', y: '2' });
  });

  it('puts a deleted child back however often it is deleted', async () => {
    await test.apply({ x: '1' });
    for (let time = 0; time < 6; time++) {
      await test.remove();
      expect((await test.apply({ x: '1' })).kind).toBe('Repaired');
    }
  });
});

describe('delete', () => {
  const drop = (of: KubeObject = test.owner) =>
    test.applier.delete({ resource: configMaps, key: test.key, owner: of }, test.signal);

  it('deletes a child of ours, and says so when it is gone already', async () => {
    await test.apply({ x: '1' });
    expect(await drop()).toEqual({ kind: 'Deleted' });
    expect(await test.live()).toBeUndefined();
    expect(await drop()).toEqual({ kind: 'Absent' });
  });

  it('leaves what belongs to others alone', async () => {
    await test.edit({ x: 'theirs' });
    expect((await drop()).kind).toBe('NameConflict');
    expect(await test.live()).toBeDefined();
  });

  it('does not delete an object that took the place of ours between look and deed', async () => {
    await test.apply({ x: '1' });
    beforeWrite = async () => {
      beforeWrite = async () => {};
      await test.remove();
      await test.edit({ x: 'new' });
    };
    await expect(drop()).rejects.toMatchObject({ code: 'KUBE_CONFLICT' });
    expect((await test.live())?.data).toEqual({ x: 'new' });
  });

  it('takes a deletion for done when only its answer was lost', async () => {
    await test.apply({ x: '1' });
    proxy.inject({ matches: ({ verb }) => verb === 'delete', fault: { kind: 'LoseAnswer' }, times: 1 });
    expect(await drop()).toEqual({ kind: 'Deleted' });
    expect(await test.live()).toBeUndefined();
  });
});
