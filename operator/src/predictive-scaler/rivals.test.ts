import { controllerReference, type Manifest } from '@pricecast/kube';
import { expect, test } from 'vitest';
import { type Contenders, rivalOf } from './rivals.ts';
import { aLiveHpa, aLiveScaledObject, aScaler } from './testing/builders.ts';

const at = (name: string, hour: number, spec: object = {}) =>
  aScaler(spec, undefined, { name, uid: name, creationTimestamp: `2026-01-02T0${hour}:00:00Z` });
const stored = (...scalers: ReturnType<typeof aScaler>[]) => scalers as unknown as Manifest[];
const handmade = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' } };
const self = at('self', 5);
const byKeda = at('self', 5, { scaler: 'KEDA' });
const scaledObject = { ...aLiveScaledObject(), metadata: { name: 'self', uid: 'so' } };
const ofKeda = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'keda-hpa-self', ownerReferences: [controllerReference(scaledObject)] },
};

const rival = (
  scaler: ReturnType<typeof at>,
  hpas: Contenders['hpas'],
  scalers: Contenders['scalers'],
  made?: Contenders['scaledObject'],
) => rivalOf(scaler, { hpas, scalers, scaledObject: made });

test.each<[string, ReturnType<typeof rivalOf>, string | undefined]>([
  ['nobody', rival(self, [], stored(self)), undefined],
  ['its own HPA is no rival', rival(self, [aLiveHpa()], stored(self)), undefined],
  [
    'an HPA made by hand always comes first',
    rival(self, [handmade], stored(self)),
    'HorizontalPodAutoscaler web',
  ],
  [
    'the HPA that KEDA made of its own ScaledObject is no rival',
    rival(byKeda, [ofKeda], stored(byKeda), scaledObject),
    undefined,
  ],
  [
    'the HPA that KEDA made for somebody else is one',
    rival(byKeda, [ofKeda], stored(byKeda)),
    'HorizontalPodAutoscaler keda-hpa-self',
  ],
  ['an older scaler comes first', rival(self, [], stored(self, at('other', 4))), 'PredictiveScaler other'],
  ['a younger one does not', rival(self, [], stored(self, at('other', 6))), undefined],
  ['of two as old the name decides', rival(self, [], stored(self, at('first', 5))), 'PredictiveScaler first'],
  [
    'one that only observes is no rival',
    rival(self, [], stored(at('other', 4, { mode: 'Observe' }))),
    undefined,
  ],
  [
    'one that only observes has no rivals',
    rival(at('self', 5, { mode: 'Observe' }), [handmade], stored(at('other', 4))),
    undefined,
  ],
])('%s', (_, found, expected) => {
  expect(found).toBe(expected);
});
