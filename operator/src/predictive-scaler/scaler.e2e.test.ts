import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { applyObjects } from '../../../hack/src/proofs/apply-object.ts';
import { conditionOf, type SeenPipeline, until } from '../../../hack/src/proofs/pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from '../../../hack/src/proofs/scratch-namespace.ts';

const scaler = (spec: object = {}, name = 'shop') => ({
  apiVersion: 'pricecast.dev/v1alpha1',
  kind: 'PredictiveScaler',
  metadata: { name },
  spec: {
    targetRef: { name: 'shop' },
    maxReplicas: 5,
    mode: 'Full',
    demand: { source: 'PodMetrics', podMetrics: { metric: 'requests_total', port: 9090 } },
    ...spec,
  },
});
const target = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop' } },
      spec: { containers: [{ name: 'shop', image: 'registry.example/shop:1' }] },
    },
  },
};
const handmade = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'handmade' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' }, maxReplicas: 3 },
};

interface SeenHpa {
  readonly spec: {
    readonly maxReplicas: number;
    readonly metrics: readonly { readonly object?: { readonly metric: { readonly name: string } } }[];
    readonly behavior: Readonly<Record<'scaleUp' | 'scaleDown', { readonly tolerance?: string }>>;
  };
}

let scratch: ScratchNamespace;

const seen = async (name = 'shop') =>
  JSON.parse(await scratch.kubectl(['get', 'psc', name, '-o', 'json'])) as SeenPipeline & {
    readonly status?: { readonly scaler?: object };
  };

/** The condition of a scaler, as soon as it has this status. */
const condition = (type: string, status: string, name = 'shop') =>
  until(
    `${type}=${status}`,
    async () => {
      const found = conditionOf(await seen(name), type);
      return found?.status === status ? found : undefined;
    },
    45,
  );

/** The HPA of the scaler as soon as it fits; `undefined` as a wish means that it is gone. */
const hpa = (fits: (found: SeenHpa | undefined) => boolean) =>
  until(
    'the HPA is as wanted',
    async () => {
      const text = await scratch.kubectl(['get', 'hpa', 'shop', '-o', 'json', '--ignore-not-found']);
      const found = text === '' ? undefined : (JSON.parse(text) as SeenHpa);
      return fits(found) ? { found } : undefined;
    },
    30,
  );

/** Resolves when the rehearsal has so many objects: the HPA and the twin, or none. */
const rehearsal = (objects: 0 | 2) =>
  until(
    'the objects of the rehearsal',
    async () => {
      const names = (await scratch.kubectl(['get', 'hpa,shadowworkloads', '-o', 'name'])).split('\n');
      const shadow = names.filter((name) => name.endsWith('/shop-shadow'));
      return shadow.length === objects ? true : undefined;
    },
    10,
  );

beforeAll(async () => {
  scratch = await scratchNamespace(kubectlOfState(), 'operator-e2e-scaler');
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('a scaler', () => {
  test('is answered at once, and makes nothing before its target exists', async () => {
    await applyObjects(scratch.kubectl, scaler());
    expect(await condition('TargetFound', 'False')).toMatchObject({ reason: 'TargetNotFound' });
    expect(await condition('Ready', 'False')).toMatchObject({ reason: 'TargetNotFound' });
    await hpa((found) => found === undefined);
  });

  test('gets an HPA on the decided numbers alone, whose tolerance of 0 the server has kept', async () => {
    await applyObjects(scratch.kubectl, target);
    expect(await condition('TargetFound', 'True')).toMatchObject({ message: 'Deployment shop exists.' });
    const { found } = await hpa((one) => one !== undefined);
    expect(found?.spec.metrics.map(({ object }) => object?.metric.name)).toEqual([
      'pricecast_desired_replicas',
      'pricecast_live_replicas',
    ]);
    expect(found?.spec.behavior.scaleUp.tolerance).toBe('0');
    await until(
      'status.scaler',
      async () => {
        const { status } = await seen();
        return status?.scaler === undefined ? undefined : status.scaler;
      },
      10,
    ).then((scalerStatus) =>
      expect(scalerStatus).toEqual({ kind: 'HorizontalPodAutoscaler', name: 'shop', tolerance: '0' }),
    );
  });

  test('keeps its HPA as it made it, and follows its spec', async () => {
    await scratch.kubectl(['patch', 'hpa', 'shop', '--type=merge', '-p', '{"spec":{"maxReplicas":50}}']);
    await hpa((found) => found?.spec.maxReplicas === 5);
    await scratch.kubectl(['delete', 'hpa', 'shop']);
    await hpa((found) => found !== undefined);
    await applyObjects(scratch.kubectl, scaler({ maxReplicas: 7 }));
    await hpa((found) => found?.spec.maxReplicas === 7);
  });

  test('gives way to an HPA that somebody made by hand, and comes back when it is gone', async () => {
    await applyObjects(scratch.kubectl, handmade);
    expect(await condition('Conflict', 'True')).toMatchObject({ reason: 'AnotherScaler' });
    await hpa((found) => found === undefined);
    await scratch.kubectl(['delete', 'hpa', 'handmade']);
    await hpa((found) => found !== undefined);
  });

  test('comes before a younger scaler of the same target', async () => {
    await applyObjects(scratch.kubectl, scaler({}, 'younger'));
    expect((await condition('Conflict', 'True', 'younger'))?.message).toContain('PredictiveScaler shop');
    expect(conditionOf(await seen(), 'Conflict')).toBeUndefined();
  });

  test('takes its HPA back when it may only observe', async () => {
    await applyObjects(scratch.kubectl, scaler({ mode: 'Observe' }));
    await hpa((found) => found === undefined);
    expect(await condition('ScalerReady', 'True')).toMatchObject({ reason: 'NothingToRender' });
  });

  test('rehearses at a twin that follows its HPA, and leaves nothing of it in mode Full', async () => {
    const generation = () =>
      scratch.kubectl(['get', 'deployment', 'shop', '-o', 'jsonpath={.metadata.generation}']);
    const before = await generation();
    await applyObjects(scratch.kubectl, scaler({ mode: 'Observe', shadow: 'HPA' }));
    await rehearsal(2);
    // As the HPA does, by the scale subresource.
    await scratch.kubectl(['scale', 'shadowworkload/shop-shadow', '--replicas=4']);
    const path = 'jsonpath={.spec.replicas} {.status.replicas}';
    const twin = () => scratch.kubectl(['get', 'shadowworkload', 'shop-shadow', '-o', path]);
    await until('the twin follows', async () => ((await twin()) === '4 4' ? true : undefined), 10);
    await applyObjects(scratch.kubectl, scaler());
    await rehearsal(0);
    expect(await generation()).toBe(before);
  });
});
