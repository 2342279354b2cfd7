import type { Manifest } from '@pricecast/kube';
import { expect, test } from 'vitest';
import { rivalOf } from './rivals.ts';
import { aLiveHpa, aScaler } from './testing/builders.ts';

const at = (name: string, hour: number, spec: object = {}) =>
  aScaler(spec, undefined, { name, uid: name, creationTimestamp: `2026-01-02T0${hour}:00:00Z` });
const stored = (...scalers: ReturnType<typeof aScaler>[]) => scalers as unknown as Manifest[];
const handmade = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' } };
const self = at('self', 5);

test.each<[string, ReturnType<typeof rivalOf>, string | undefined]>([
  ['nobody', rivalOf(self, [], stored(self)), undefined],
  ['its own HPA is no rival', rivalOf(self, [aLiveHpa()], stored(self)), undefined],
  [
    'an HPA made by hand always comes first',
    rivalOf(self, [handmade], stored(self)),
    'HorizontalPodAutoscaler web',
  ],
  ['an older scaler comes first', rivalOf(self, [], stored(self, at('other', 4))), 'PredictiveScaler other'],
  ['a younger one does not', rivalOf(self, [], stored(self, at('other', 6))), undefined],
  [
    'of two as old the name decides',
    rivalOf(self, [], stored(self, at('first', 5))),
    'PredictiveScaler first',
  ],
  [
    'one that only observes is no rival',
    rivalOf(self, [], stored(at('other', 4, { mode: 'Observe' }))),
    undefined,
  ],
  [
    'one that only observes has no rivals',
    rivalOf(at('self', 5, { mode: 'Observe' }), [handmade], stored(at('other', 4))),
    undefined,
  ],
])('%s', (_, rival, expected) => {
  expect(rival).toBe(expected);
});
