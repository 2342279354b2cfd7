import { type PredictiveScaler, shadowWorkloadCrd } from '@pricecast/crds';
import { Applier, FlipDetector, OwnWrites, systemClock } from '@pricecast/kube';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../../../charts/tests/helm.ts';
import { type ScratchApiServer, startScratchApiServer } from '../../../../charts/tests/scratch-api-server.ts';
import { connectTest, type TestProcess } from '../../../kube/src/testing/cluster.ts';
import { renderHashAnnotation } from '../../render-hash-annotation.ts';
import { resources } from '../../resources.ts';
import type { LiveHpa } from '../live-scaler.ts';
import { anObserved, aScaler } from '../testing/builders.ts';
import { keepShadow } from './keep-shadow.ts';
import type { LiveTwin } from './live-shadow.ts';

const key = { namespace: 'default', name: 'shop-shadow' };
const signal = new AbortController().signal;
const target = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: default}
spec:
  replicas: 3
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: shop, image: 'registry.example/shop:1'}]}
`;
const foreignHpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop-shadow, namespace: default}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}, maxReplicas: 3}
`;

let server: ScratchApiServer;
let me: TestProcess;

const kubectl = async (words: readonly string[], input = ''): Promise<string> => {
  const { code, out, err } = await run('kubectl', words, { kubeconfig: server.kubeconfig, input });
  expect({ words, code, err }).toMatchObject({ code: 0 });
  return out;
};
const twin = () => me.client.find<LiveTwin>(resources.shadowWorkloads, key);
const hpa = () => me.client.find<LiveHpa>(resources.hpas, key);
const deployment = () => kubectl(['get', 'deployment', 'shop', '-o', 'json', '--show-managed-fields']);

const scalerOf = (mode: string): PredictiveScaler =>
  aScaler({ mode, shadow: 'HPA' }, undefined, { namespace: 'default' });

/** One look and one turn of the operator, of a life in which it has seen nothing before. */
const keep = async (scaler = scalerOf('Observe')) => {
  const { client } = me;
  const ownWrites = new OwnWrites();
  const flips = new FlipDetector(systemClock());
  const parts = { client, hashAnnotation: renderHashAnnotation, cacheOf: () => undefined, ownWrites, flips };
  const observed = anObserved({ scaler, shadow: { twin: await twin(), hpa: await hpa() } });
  return await keepShadow({ client, applier: new Applier(parts), ownWrites }, observed, signal);
};

beforeAll(async () => {
  server = await startScratchApiServer();
  await kubectl(['apply', '-f', '-'], JSON.stringify(shadowWorkloadCrd()));
  await kubectl(['wait', '--for=condition=Established', 'crd/shadowworkloads.pricecast.dev']);
  await kubectl(['apply', '-f', '-'], target);
  me = await connectTest(server.kubeconfig, { name: 'pricecast-operator' });
});
beforeEach(() => async () => {
  await kubectl(['delete', 'hpa,shadowworkloads', '--all']);
});
afterAll(async () => {
  await me?.close();
  await server?.stop();
});

test('a twin begins with the pods of its target, answers as a workload does, and the target is not touched', async () => {
  const before = await deployment();
  expect(await keep()).toMatchObject({ kind: 'Kept', replicas: 3, wasMade: true });
  const path = '/apis/pricecast.dev/v1alpha1/namespaces/default/shadowworkloads/shop-shadow/scale';
  expect(JSON.parse(await kubectl(['get', '--raw', path]))).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 3 },
    status: { replicas: 3, selector: 'pricecast.dev/shadow=shop-shadow' },
  });
  expect((await hpa())?.spec?.scaleTargetRef).toEqual({
    apiVersion: 'pricecast.dev/v1alpha1',
    kind: 'ShadowWorkload',
    name: 'shop-shadow',
  });
  expect(await deployment()).toBe(before);
});

test('the number is the HPA’s: the twin follows it, and no turn of the operator sets it back', async () => {
  await keep();
  await kubectl(['scale', 'shadowworkload', 'shop-shadow', '--replicas=8']);
  expect(await keep()).toMatchObject({ kind: 'Kept', replicas: 8 });
  expect(await twin()).toMatchObject({ spec: { replicas: 8 }, status: { replicas: 8 } });
  const settled = [(await twin())?.metadata.resourceVersion, (await hpa())?.metadata.resourceVersion];
  expect(await keep()).toMatchObject({ kind: 'Kept', replicas: 8, wasMade: false });
  expect([(await twin())?.metadata.resourceVersion, (await hpa())?.metadata.resourceVersion]).toEqual(
    settled,
  );
});

test('an HPA or a twin that somebody deletes is made again', async () => {
  await keep();
  await kubectl(['delete', 'hpa', 'shop-shadow']);
  await keep();
  expect((await hpa())?.spec?.scaleTargetRef).toMatchObject({ name: 'shop-shadow' });
  await kubectl(['delete', 'shadowworkload', 'shop-shadow']);
  expect(await keep()).toMatchObject({ kind: 'Kept', replicas: 3 });
});

test.each(['Floor', 'Full'])(
  'mode %s leaves nothing of the rehearsal, and going back begins it anew',
  async (mode) => {
    await keep();
    await kubectl(['scale', 'shadowworkload', 'shop-shadow', '--replicas=8']);
    expect(await keep(scalerOf(mode))).toBeUndefined();
    expect([await twin(), await hpa()]).toEqual([undefined, undefined]);
    expect(await keep()).toMatchObject({ kind: 'Kept', replicas: 3, wasMade: true });
  },
);

test('an HPA of somebody else under the name is named, and neither changed nor deleted', async () => {
  await kubectl(['apply', '-f', '-'], foreignHpa);
  const before = await hpa();
  expect(await keep()).toMatchObject({ kind: 'Refused', reason: 'NameConflict' });
  expect(await keep(scalerOf('Full'))).toBeUndefined();
  expect(await hpa()).toEqual(before);
  expect(await twin()).toBeUndefined();
});
