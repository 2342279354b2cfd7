import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PredictiveScaler } from '@pricecast/crds';
import { OwnWrites, systemClock } from '@pricecast/kube';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, run } from '../../../../charts/tests/helm.ts';
import { type ScratchApiServer, startScratchApiServer } from '../../../../charts/tests/scratch-api-server.ts';
import { connectTest, type TestProcess } from '../../../kube/src/testing/cluster.ts';
import { resources } from '../../resources.ts';
import type { LiveHpa } from '../live-scaler.ts';
import { adapterSays, aScaler } from '../testing/builders.ts';
import { floorMarkOf } from './floor-mark.ts';
import { FloorResets } from './floor-resets.ts';
import { keepFloor, releaseFloors } from './keep-floor.ts';

const key = { namespace: 'default', name: 'web' };
const signal = new AbortController().signal;

/** The file of a user, with or without a minReplicas of its own. */
const hpaFile = (minReplicas: number | undefined, maxReplicas = 10): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: default}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
${minReplicas === undefined ? '' : `  minReplicas: ${minReplicas}\n`}  maxReplicas: ${maxReplicas}
`;

let server: ScratchApiServer;
let me: TestProcess;
let resets: FloorResets;
let folder: string;

const kubectl = (words: readonly string[], input = '') =>
  run('kubectl', words, { kubeconfig: server.kubeconfig, input });
const clientSide = (file: string) => kubectl(['apply', '-f', '-'], file);
const serverSide = (file: string) => kubectl(['apply', '--server-side', '-f', '-'], file);
/** A chart of one template. */
const helm = async (file: string): Promise<Answer> => {
  await mkdir(join(folder, 'templates'), { recursive: true });
  await writeFile(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  await writeFile(join(folder, 'templates/hpa.yaml'), file);
  return run('helm', ['upgrade', '--install', 'web', folder, '-n', 'default'], {
    kubeconfig: server.kubeconfig,
  });
};

const live = async (): Promise<LiveHpa[]> => {
  const hpa = await me.client.find<LiveHpa>(resources.hpas, key);
  return hpa === undefined ? [] : [hpa];
};

/** The ports as the operator has them, with caches that have just caught up. */
const portsNow = async () => {
  const hpas = await live();
  return {
    client: me.client,
    hpas: { ofTarget: () => hpas, ofFloor: () => hpas.filter((hpa) => floorMarkOf(hpa) !== undefined) },
    scalers: { ofTarget: () => [] },
    resets,
    ownWrites: new OwnWrites(),
  };
};

/** A scaler of mode Floor whose adapter has decided on so many pods. */
const wishing = (desiredReplicas: number): PredictiveScaler =>
  aScaler(
    { mode: 'Floor' },
    {
      ...adapterSays('True', 'DemandFresh', 'Samples arrive.', { desiredReplicas, reason: 'Forecast' }),
      stage: 'Floor',
    },
    { namespace: 'default' },
  );

const keep = async (scaler: PredictiveScaler) => keepFloor(await portsNow(), scaler, signal);
const release = async () => releaseFloors(await portsNow(), wishing(0).metadata, undefined, signal);
const minReplicas = async () => (await live())[0]?.spec?.minReplicas;

beforeAll(async () => {
  server = await startScratchApiServer();
  me = await connectTest(server.kubeconfig, { name: 'pricecast-operator' });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-floor-'));
  resets = new FloorResets(systemClock());
  return async () => {
    await run('helm', ['uninstall', 'web', '-n', 'default', '--ignore-not-found'], {
      kubeconfig: server.kubeconfig,
    });
    await kubectl(['delete', 'hpa', 'web', '--ignore-not-found']);
    await rm(folder, { recursive: true });
  };
});
afterAll(async () => {
  await me?.close();
  await server?.stop();
});

describe.each([
  ['kubectl apply', clientSide],
  ['kubectl apply --server-side', serverSide],
  ['helm', helm],
])('an HPA made by %s', (_name, make) => {
  test.each([
    ['with a minReplicas of its own', 2, 2],
    ['that leaves minReplicas out', undefined, 1],
  ])('%s is raised, lowered, and given back as it was', async (_what, inFile, own) => {
    expect(await make(hpaFile(inFile))).toMatchObject({ code: 0 });
    await keep(wishing(6));
    expect(await minReplicas()).toBe(6);
    await keep(wishing(4));
    expect(await minReplicas()).toBe(4);
    await keep(wishing(1));
    expect(await minReplicas()).toBe(own);
    await keep(wishing(6));
    await release();
    expect(await minReplicas()).toBe(own);
    expect((await live())[0]?.metadata.annotations ?? {}).not.toHaveProperty('pricecast.dev/floor-of');
    // Whoever made it can go on as if nothing had been.
    expect(await make(hpaFile(3))).toMatchObject({ code: 0 });
    expect(await minReplicas()).toBe(3);
  });

  test('is not touched by a change of its file that leaves minReplicas out', async () => {
    await make(hpaFile(undefined));
    await keep(wishing(6));
    expect(await make(hpaFile(undefined, 20))).toMatchObject({ code: 0 });
    expect((await live())[0]?.spec).toMatchObject({ minReplicas: 6, maxReplicas: 20 });
    await release();
    expect(await minReplicas()).toBe(1);
  });
});

test('a minReplicas that kubectl apply sets back is the own one again, and is raised once more', async () => {
  await clientSide(hpaFile(2));
  await keep(wishing(6));
  expect(await clientSide(hpaFile(3))).toMatchObject({ code: 0 });
  expect(await minReplicas()).toBe(3);
  expect(await keep(wishing(6))).toMatchObject({ kind: 'Kept', step: { own: 3, wasReset: true } });
  expect(await minReplicas()).toBe(6);
});

test('a writer that sets it back twice within ten minutes is left alone, and is named a conflict', async () => {
  await clientSide(hpaFile(2));
  for (let time = 0; time < 2; time += 1) {
    await keep(wishing(6));
    await clientSide(hpaFile(2));
  }
  expect(await keep(wishing(6))).toMatchObject({ kind: 'Contested', name: 'web' });
  expect(await minReplicas()).toBe(2);
});

test.each([
  ['server-side apply', serverSide],
  ['helm', helm],
])('%s of a raised minReplicas says who holds it', async (_name, make) => {
  await make(hpaFile(2));
  await keep(wishing(6));
  const { code, err } = await make(hpaFile(3));
  expect(code).not.toBe(0);
  expect(err).toContain('pricecast-operator-floor');
  expect(await minReplicas()).toBe(6);
});

test('a change that came in between is not written over', async () => {
  await clientSide(hpaFile(2));
  const ports = await portsNow();
  await clientSide(hpaFile(4));
  await expect(keepFloor(ports, wishing(6), signal)).rejects.toMatchObject({ code: 'KUBE_CONFLICT' });
  expect(await minReplicas()).toBe(4);
});
