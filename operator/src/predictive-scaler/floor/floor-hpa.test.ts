import { controllerReference, type KubeObject, type Manifest } from '@pricecast/kube';
import { expect, test } from 'vitest';
import type { LiveHpa } from '../live-scaler.ts';
import { aLiveHpa, aScaler } from '../testing/builders.ts';
import { floorHpaOf } from './floor-hpa.ts';
import { annotationsOf } from './floor-mark.ts';

const hpa = (name: string, metadata: Partial<KubeObject['metadata']> = {}): LiveHpa => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, ...metadata },
  spec: { maxReplicas: 5 },
});
const floor = aScaler({ mode: 'Floor' });
const other = (mode: string) =>
  aScaler({ mode }, undefined, { name: 'other', uid: 'other' }) as unknown as Manifest;
const ofKeda = hpa('keda-hpa-web', {
  ownerReferences: [
    controllerReference({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'web', uid: 'so' },
    }),
  ],
});
const markedBy = (scaler: string) =>
  hpa('web', { annotations: annotationsOf({ scaler, own: 1, raised: 3 }) as Record<string, string> });

test.each<[string, ReturnType<typeof floorHpaOf>, object]>([
  ['none', floorHpaOf(floor, [], []), { kind: 'Missing', what: 'No HPA scales Deployment shop' }],
  ['one of a user', floorHpaOf(floor, [hpa('web')], []), { kind: 'Found' }],
  [
    'two of users',
    floorHpaOf(floor, [hpa('web'), hpa('also')], []),
    { kind: 'Missing', what: 'Several HPAs scale Deployment shop: also, web' },
  ],
  [
    'one that KEDA made',
    floorHpaOf(floor, [ofKeda], []),
    {
      kind: 'Missing',
      what: 'No HPA of yours, only keda-hpa-web of ScaledObject web, scales Deployment shop',
    },
  ],
  ['one that a scaler made', floorHpaOf(floor, [aLiveHpa()], []), { kind: 'Missing' }],
  ['one that this scaler has raised', floorHpaOf(floor, [markedBy('shop')], []), { kind: 'Found' }],
  [
    'one that another scaler has raised',
    floorHpaOf(floor, [markedBy('other')], [other('Floor')]),
    { kind: 'Taken', by: 'PredictiveScaler other' },
  ],
  [
    'one that another scaler had raised before it changed its mode',
    floorHpaOf(floor, [markedBy('other')], [other('Observe')]),
    { kind: 'Found' },
  ],
])('the HPA of a floor: %s', (_name, found, expected) => {
  expect(found).toMatchObject(expected);
});
