import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { applyObjects } from '../../../hack/src/proofs/apply-object.ts';
import { conditionOf, type SeenPipeline, until } from '../../../hack/src/proofs/pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from '../../../hack/src/proofs/scratch-namespace.ts';

const scaler = {
  apiVersion: 'pricecast.dev/v1alpha1',
  kind: 'PredictiveScaler',
  metadata: { name: 'shop' },
  spec: {
    targetRef: { name: 'shop' },
    maxReplicas: 5,
    demand: { source: 'PodMetrics', podMetrics: { metric: 'requests_total', port: 9090 } },
  },
};
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

let scratch: ScratchNamespace;

/** The condition of the scaler, as soon as it has this status. */
const condition = (type: string, status: string) =>
  until(
    `${type}=${status}`,
    async () => {
      const seen = JSON.parse(await scratch.kubectl(['get', 'psc', 'shop', '-o', 'json'])) as SeenPipeline;
      const found = conditionOf(seen, type);
      return found?.status === status ? found : undefined;
    },
    45,
  );

beforeAll(async () => {
  scratch = await scratchNamespace(kubectlOfState(), 'operator-e2e-scaler');
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('a scaler before there is an adapter', () => {
  test('is answered at once: what is missing, and that its target does not exist', async () => {
    await applyObjects(scratch.kubectl, scaler);
    expect(await condition('Ready', 'False')).toMatchObject({ reason: 'AdapterSilent' });
    expect(await condition('TargetFound', 'False')).toMatchObject({ reason: 'TargetNotFound' });
  });

  test('finds a target that is made later', async () => {
    await applyObjects(scratch.kubectl, target);
    expect(await condition('TargetFound', 'True')).toMatchObject({ message: 'Deployment shop exists.' });
  });
});
