import { labelKeys } from '@pricecast/crds';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeHpa } from '../manifests/hpa.ts';
import type { ObservedScaler, TargetReading } from '../observed.ts';
import { anObserved, aScaler } from '../testing/builders.ts';
import { desiredShadow } from './desired-shadow.ts';
import type { LiveTwin } from './live-shadow.ts';
import { makeShadowHpa, makeTwin, twinStatus } from './manifests.ts';

const rehearsing = aScaler({ mode: 'Observe', shadow: 'HPA' });
const found = (replicas: number): TargetReading => ({ kind: 'Found', asksForCpu: true, replicas });
/** A twin as the server stores it, when its HPA asks for so many pods and the operator has seen so many. */
const aTwin = (replicas: number, seen?: number, scaler = rehearsing): LiveTwin => {
  const twin: LiveTwin = { ...makeTwin(scaler, replicas), spec: { replicas } };
  return seen === undefined ? twin : { ...twin, status: twinStatus({ ...twin, spec: { replicas: seen } }) };
};
const withShadow = (scaler: ObservedScaler['scaler'], twin: LiveTwin | undefined, hpa = true) =>
  anObserved({
    scaler,
    shadow: { twin, hpa: hpa ? makeShadowHpa(anObserved({ scaler: rehearsing })) : undefined },
  });
const earlier = aScaler({ mode: 'Observe', shadow: 'HPA' }, undefined, { uid: 'earlier' });

test.each<[string, ObservedScaler, object]>([
  [
    'none is wanted where the spec does not ask for one',
    anObserved({ scaler: aScaler({ mode: 'Observe' }) }),
    { kind: 'Withdraw', objects: [] },
  ],
  [
    'in mode Full both parts go, the HPA first',
    withShadow(aScaler({ mode: 'Full', shadow: 'HPA' }), aTwin(4)),
    { kind: 'Withdraw', objects: ['hpa', 'twin'] },
  ],
  [
    'in mode Floor both parts go',
    withShadow(aScaler({ mode: 'Floor', shadow: 'HPA' }), aTwin(4)),
    { kind: 'Withdraw', objects: ['hpa', 'twin'] },
  ],
  [
    'what somebody else has under the name is left alone',
    withShadow(aScaler({ mode: 'Full' }), aTwin(4, 4, earlier), false),
    { kind: 'Withdraw', objects: [] },
  ],
  [
    'a target that does not exist has no twin yet',
    anObserved({ scaler: rehearsing, target: { kind: 'NotFound' } }),
    { kind: 'Wait' },
  ],
  [
    'a kind without rights has none either',
    anObserved({ scaler: rehearsing, target: { kind: 'NotScalable' } }),
    { kind: 'Wait' },
  ],
  [
    'it begins with the pods that the target has',
    anObserved({ scaler: rehearsing, target: found(7) }),
    { kind: 'Begin', twin: { metadata: { name: 'shop-shadow' }, spec: { replicas: 7 } } },
  ],
  [
    'of a target that sleeps it begins with one, for an HPA wakes nothing',
    anObserved({ scaler: rehearsing, target: found(0) }),
    { kind: 'Begin', twin: { spec: { replicas: 1 } } },
  ],
  [
    'a twin that has not said anything says how many it has',
    withShadow(rehearsing, aTwin(3), false),
    { kind: 'Keep', status: { replicas: 3, selector: 'pricecast.dev/shadow=shop-shadow' } },
  ],
  [
    'a twin follows its HPA at once',
    withShadow(rehearsing, aTwin(6, 3)),
    { kind: 'Keep', status: { replicas: 6 } },
  ],
  [
    'a twin that has followed has nothing more to say',
    withShadow(rehearsing, aTwin(6, 6)),
    { kind: 'Keep', status: undefined },
  ],
  [
    'a target that is gone leaves the twin as it is',
    { ...withShadow(rehearsing, aTwin(6, 6)), target: { kind: 'NotFound' } },
    { kind: 'Keep' },
  ],
  [
    'the twin of an earlier scaler of this name is waited for to go',
    withShadow(rehearsing, aTwin(6, 6, earlier), false),
    { kind: 'Wait' },
  ],
])('%s', (_name, observed, expected) => {
  expect(desiredShadow(observed)).toMatchObject(expected);
});

describe('the HPA that rehearses', () => {
  const spec = { mode: 'Full', maxReplicas: 9, minReplicas: 2, shadow: 'HPA' };
  const observed = anObserved({ scaler: aScaler(spec) });

  test('is the one of mode Full but for its name and what it scales', () => {
    const { metadata, spec: acting } = makeHpa(observed);
    const { scaleTargetRef: target, ...rest } = acting as { scaleTargetRef: object };
    const shadow = makeShadowHpa(anObserved({ scaler: aScaler({ ...spec, mode: 'Observe' }) }));
    expect(shadow).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { ...metadata, name: 'shop-shadow' },
      spec: {
        ...rest,
        scaleTargetRef: {
          apiVersion: 'pricecast.dev/v1alpha1',
          kind: 'ShadowWorkload',
          name: 'shop-shadow',
        },
      },
    });
    expect(target).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' });
  });

  test('has no CPU guard, which needs pods, and at least one pod', () => {
    const guarded = aScaler({
      mode: 'Observe',
      shadow: 'HPA',
      scaler: 'KEDA',
      minReplicas: 0,
      capacity: { cpuGuardPercent: 85 },
    });
    const hpa = makeShadowHpa(anObserved({ scaler: guarded, servesResourceMetrics: true }));
    expect(hpa.spec).toMatchObject({ minReplicas: 1, metrics: [{ type: 'Object' }, { type: 'Object' }] });
  });

  test('asks no more for a tolerance that the server has dropped before', () => {
    const status = { shadow: { replicas: 3, tolerance: '0.1' } };
    const scaler = aScaler({ mode: 'Observe', shadow: 'HPA' }, status);
    const hpa = { ...makeShadowHpa(anObserved({ scaler })), spec: { behavior: {} } };
    const again = makeShadowHpa(anObserved({ scaler, shadow: { twin: undefined, hpa } }));
    expect(JSON.stringify(again.spec)).not.toContain('tolerance');
  });
});

test('no twin ever selects a pod: its selector is by a label that is set nowhere', () => {
  const name = fc.stringMatching(/^[a-z][-a-z0-9]{0,80}[a-z0-9]$/);
  fc.assert(
    fc.property(name, fc.integer({ min: 0, max: 50 }), (scaler, replicas) => {
      const twin = makeTwin(aScaler({}, undefined, { name: scaler }), replicas);
      const { selector } = twinStatus(twin);
      const [key, value = ''] = (selector ?? '').split('=');
      expect(key).toBe(labelKeys.shadow);
      expect(value).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(twin.metadata.labels).not.toHaveProperty(labelKeys.shadow);
    }),
  );
});
