import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { Watching } from '../testing/watching.ts';

let somebody: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;

beforeAll(async () => {
  somebody = await connectTest(kubeconfigPath, { name: 'somebody' });
  namespace = await freshNamespace(somebody.client);
});
afterAll(async () => {
  await namespace.drop();
  await somebody.close();
});

const prepare = () => Watching.prepare({ kubeconfig: kubeconfigPath, namespace: namespace.name, somebody });

async function lists({ process }: Watching): Promise<number> {
  const { values } = await process.metrics.requests.get();
  return values.filter(({ labels }) => labels.verb === 'list').reduce((sum, { value }) => sum + value, 0);
}

describe('Informer on a real API server', () => {
  it('fills itself by a list, then follows additions, changes and deletions', async () => {
    await using watching = await prepare();
    await watching.put('there', '1');
    await watching.synced();
    await watching.sees('there', '1');
    await watching.put('new', '1');
    await watching.sees('new', '1');
    await watching.put('there', '2');
    await watching.sees('there', '2');
    await watching.remove('there');
    await watching.sees('there', undefined);
    expect(watching.told).toEqual(['add', 'add', 'update', 'delete']);
    expect(await lists(watching)).toBe(1);
  });

  it('keeps objects as the server sends them, with their type and without bookkeeping', async () => {
    await using watching = await prepare();
    await watching.put('listed', '1');
    await watching.synced();
    await watching.put('watched', '1');
    await watching.sees('watched', '1');
    for (const name of ['listed', 'watched']) {
      expect(watching.get(name)).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { v: '1' } });
      expect(watching.get(name)?.metadata.managedFields).toBeUndefined();
      expect(watching.get(name)?.metadata.creationTimestamp).toEqual(expect.any(String));
    }
  });

  it('lists in pages of 500', async () => {
    await using watching = await prepare();
    await watching.putMany(1_010);
    await watching.synced();
    expect(watching.informer.size).toBe(1_010);
    expect(await lists(watching)).toBe(3);
  });

  it('knows the version of every change that it has told', async () => {
    await using watching = await prepare();
    await watching.synced();
    await watching.put('a', '1');
    await watching.sees('a', '1');
    expect(watching.informer.progressOf(namespace.name)).toBe(watching.get('a')?.metadata.resourceVersion);
  });
});
