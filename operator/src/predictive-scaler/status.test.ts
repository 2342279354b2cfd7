import type { PredictiveScalerStatus } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import { adapterSpoke, decideScalerWrite, invalidScalerStatus, scalerStatus } from './status.ts';
import { adapterSays, aLiveHpa, aLiveScaledObject, aScaler, aView, now } from './testing/builders.ts';
import type { ScalerView } from './view.ts';

const find = (status: PredictiveScalerStatus, type: string) =>
  status.conditions?.find((condition) => condition.type === type);
const answered = adapterSays('True', 'DemandFresh', 'Samples arrive.');
const observing = aScaler({ mode: 'Observe' }, answered);
const byKeda = aScaler({ scaler: 'KEDA' }, answered);
const unavailable = { kind: 'Unavailable', what: 'APIService x is not available: no endpoints' } as const;

const flooring = aScaler({ mode: 'Floor' }, answered);
const step = { own: 2, minReplicas: 6, isChange: true, wasReset: false };
const raisedFloor: ScalerView['floor'] = {
  kind: 'Kept',
  name: 'web',
  wish: 'AtLeast',
  step: { ...step, mark: { scaler: 'shop', own: 2, raised: 6 } },
};

type Expected = readonly [status: string, reason: string, message: string | RegExp];
const rows: Readonly<Record<string, readonly [ScalerView, Expected]>> = {
  'a target that does not exist comes before everything': [
    aView({ target: { kind: 'NotFound' }, rival: 'HorizontalPodAutoscaler web' }),
    ['False', 'TargetNotFound', /^Deployment shop does not exist in namespace market/],
  ],
  'a kind without rights cannot be scaled': [
    aView({ target: { kind: 'NotScalable' } }),
    ['False', 'TargetNotScalable', /of a kind that the operator has no right to scale/],
  ],
  'KEDA that is not installed is told before everything that rests on it': [
    aView({ scaler: byKeda, hpa: undefined, keda: { kind: 'Absent' } }),
    ['False', 'KedaMissing', /^The cluster knows no ScaledObjects/],
  ],
  'a ScaledObject that KEDA has not looked at yet is unknown': [
    aView({ scaler: byKeda, hpa: undefined, scaledObject: aLiveScaledObject([]) }),
    ['Unknown', 'ScalerPending', /^ScaledObject shop has not been looked at by KEDA yet/],
  ],
  'a ScaledObject that fails is told in the words of KEDA': [
    aView({
      scaler: byKeda,
      hpa: undefined,
      scaledObject: aLiveScaledObject([
        { type: 'Ready', status: 'False', reason: 'ScaledObjectCheckFailed', message: 'no address' },
      ]),
    }),
    ['False', 'ScalerFailing', /^ScaledObject shop says ScaledObjectCheckFailed: no address/],
  ],
  'a ScaledObject needs no metric API, for KEDA asks the adapter itself': [
    aView({ scaler: byKeda, hpa: undefined, scaledObject: aLiveScaledObject(), metricApi: unavailable }),
    ['True', 'ScalerReady', 'The target is scaled by the decisions of the adapter.'],
  ],
  'a floor without an HPA that may be raised': [
    aView({ scaler: flooring, floor: { kind: 'Missing', what: 'No HPA scales Deployment shop' } }),
    ['False', 'HpaMissing', /^No HPA scales Deployment shop, since/],
  ],
  'a floor that another writer keeps resetting': [
    aView({ scaler: flooring, floor: { kind: 'Contested', name: 'web', seconds: 500 } }),
    ['False', 'FieldConflict', /^Another writer has set minReplicas .* left alone for 9 min/],
  ],
  'a floor that is kept': [
    aView({ scaler: flooring, floor: raisedFloor }),
    ['True', 'ScalerReady', 'The target is scaled by the decisions of the adapter.'],
  ],
  'somebody else who scales the target is named': [
    aView({ rival: 'HorizontalPodAutoscaler web', hpa: undefined }),
    ['False', 'AnotherScaler', /^HorizontalPodAutoscaler web scales the same target and came first/],
  ],
  'an adapter that never answered is unknown, and its API says why': [
    aView({ scaler: aScaler(), metricApi: unavailable }),
    ['Unknown', 'AdapterSilent', /has not answered for this scaler yet: APIService x is not available/],
  ],
  'an adapter that answered before and does not now': [
    aView({ metricApi: unavailable }),
    ['False', 'AdapterSilent', /^APIService x is not available: no endpoints/],
  ],
  'a source of demand that fails is told in the words of the adapter': [
    aView({ scaler: aScaler({}, adapterSays('False', 'DemandUnreachable', 'Broker a:9092 is silent.')) }),
    ['False', 'DemandUnreachable', /^Broker a:9092 is silent, since 2026-01-02T03:00:00Z/],
  ],
  'an HPA that cannot read the decision holds, and says so': [
    aView({
      hpa: aLiveHpa([
        { type: 'AbleToScale', status: 'True' },
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetObjectMetric',
          message: 'the HPA was unable to compute the replica count: stale.',
        },
      ]),
    }),
    [
      'False',
      'MetricUnavailable',
      /says FailedGetObjectMetric: the HPA was unable to compute the replica count: stale, /,
    ],
  ],
  'an HPA that nobody has looked at yet is unknown': [
    aView({ hpa: aLiveHpa([]) }),
    ['Unknown', 'ScalerPending', /has not been looked at by its controller yet/],
  ],
  'a foreign HPA under our name is left alone': [
    aView({
      refusal: { reason: 'NameConflict', what: 'HorizontalPodAutoscaler shop was made by somebody else' },
    }),
    ['False', 'NameConflict', /^HorizontalPodAutoscaler shop was made by somebody else/],
  ],
  'a scaler that works gives the reason of the decision': [
    aView({
      scaler: aScaler(
        {},
        adapterSays('True', 'DemandFresh', '', { reason: 'MaximumReached', message: '7 pods are needed.' }),
      ),
    }),
    ['True', 'MaximumReached', '7 pods are needed.'],
  ],
  'a decision in words that this version does not know is still a scaler that works': [
    aView({ scaler: aScaler({}, adapterSays('True', 'DemandFresh', '', { reason: 'FullMoon' })) }),
    ['True', 'ScalerReady', 'The target is scaled by the decisions of the adapter.'],
  ],
  'a scaler that only observes is ready without an HPA': [
    aView({ scaler: observing, hpa: undefined }),
    ['True', 'Observing', 'Forecasts and metrics are published, and nothing is scaled.'],
  ],
};

describe('Ready of a scaler', () => {
  test.each(Object.entries(rows))('%s', (_, [view, [status, reason, message]]) => {
    const ready = find(scalerStatus(view, now), 'Ready');
    expect(ready).toMatchObject({ status, reason, observedGeneration: 2 });
    expect(ready?.message).toMatch(message);
  });
});

describe('the status of a scaler', () => {
  test('has Conflict only while somebody else scales the target, and no HPA of ours then', () => {
    const rival = scalerStatus(aView({ rival: 'PredictiveScaler older' }), now);
    expect(find(rival, 'Conflict')).toMatchObject({ status: 'True', reason: 'AnotherScaler' });
    expect(rival.scaler).toBeUndefined();
    expect(find(scalerStatus(aView(), now), 'Conflict')).toBeUndefined();
  });

  test('reads the tolerance back that the HPA really has', () => {
    expect(scalerStatus(aView(), now).scaler).toEqual({
      kind: 'HorizontalPodAutoscaler',
      name: 'shop',
      tolerance: '0',
    });
    const live = aLiveHpa();
    const dropped = { ...live, spec: { ...live.spec, behavior: { scaleUp: {}, scaleDown: {} } } };
    expect(scalerStatus(aView({ hpa: dropped }), now).scaler?.tolerance).toBe('0.1');
    expect(scalerStatus(aView({ scaler: byKeda, scaledObject: aLiveScaledObject() }), now).scaler).toEqual({
      kind: 'ScaledObject',
      name: 'shop',
      tolerance: '0',
    });
  });

  test('whose stored spec cannot be read', () => {
    const status = invalidScalerStatus(aScaler(), 'maxReplicas: too small', now);
    expect(find(status, 'Ready')).toMatchObject({ reason: 'SpecInvalid' });
  });
});

describe('a write of the operator', () => {
  const next = scalerStatus(aView(), now);
  const stored = {
    ...next,
    load: '12/s',
    conditions: [...(next.conditions ?? []), ...(answered.conditions ?? [])],
  };
  const reworded = {
    ...next,
    conditions: (next.conditions ?? []).map((condition) => ({ ...condition, message: 'other words' })),
  };

  test('is made when its own part changed', () => {
    expect(decideScalerWrite(undefined, next, 0)).toEqual({ kind: 'Write' });
    const { scaler: _, ...without } = stored;
    expect(decideScalerWrite(without, next, 0)).toEqual({ kind: 'Write' });
  });

  test('is not made for what the adapter wrote beside it', () => {
    expect(decideScalerWrite(stored, next, 0)).toEqual({ kind: 'Skip' });
  });

  test('waits for half a minute where only words changed', () => {
    expect(decideScalerWrite(stored, reworded, 10)).toEqual({ kind: 'Later', waitSeconds: 20 });
    expect(decideScalerWrite(stored, reworded, 30)).toEqual({ kind: 'Write' });
  });

  test('waits as long for another number of a rehearsal, which may change with every look of its HPA', () => {
    const shown = { ...stored, shadow: { replicas: 3 } };
    const next = { ...stored, shadow: { replicas: 4 } };
    expect(decideScalerWrite(shown, next, 10)).toEqual({ kind: 'Later', waitSeconds: 20 });
    expect(decideScalerWrite(shown, next, 30)).toEqual({ kind: 'Write' });
  });
});

test('new numbers of the adapter wake nobody, new words do', () => {
  const before = { ...answered, load: '12/s', decision: { reason: 'Armed', desiredReplicas: 3 } };
  expect(
    adapterSpoke(before, { ...before, load: '13/s', decision: { reason: 'Armed', desiredReplicas: 4 } }),
  ).toBe(false);
  expect(adapterSpoke(before, { ...before, decision: { reason: 'MaximumReached' } })).toBe(true);
  expect(adapterSpoke(before, adapterSays('False', 'DemandStale', ''))).toBe(true);
});
