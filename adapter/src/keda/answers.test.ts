import { scalingMetrics } from '@pricecast/crds';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { known, missing } from '../snapshot/figure.ts';
import { aSnapshot, aWorld, producedAt } from '../testing/world.ts';
import { ActivityWatch } from './activity-watch.ts';
import { activity, metricSpec, metricValues } from './answers.ts';
import { readTrigger } from './trigger.ts';

const { desiredReplicas, liveReplicas, predictedLoad } = scalingMetrics;
const ref = (scalerMetadata: Record<string, string> = { scaler: 'checkout' }, namespace = 'shop') => ({
  name: 'checkout',
  namespace,
  scalerMetadata,
});
const served = (figures: object = {}, secondsLater = 5) => ({
  world: aWorld([aSnapshot({ figures: { ...aSnapshot().figures, ...figures } })]),
  now: producedAt + secondsLater * 1_000,
});
const value = (metric: string, figures: object = {}, secondsLater = 5) =>
  metricValues(
    { scaledObjectRef: ref({ scaler: 'checkout', metric }), metricName: metric },
    served(figures, secondsLater),
  );

describe('a trigger', () => {
  test('asks for the desired replicas and one for each pod, unless it says otherwise', () => {
    expect(metricSpec(ref())).toEqual({
      ok: true,
      value: { metricSpecs: [{ metricName: desiredReplicas, targetSize: 1, targetSizeFloat: 1 }] },
    });
    const other = ref({ scaler: 'checkout', metric: 'PriceCast_Predicted_Load', target: '0.5' });
    expect(metricSpec(other)).toEqual({
      ok: true,
      value: { metricSpecs: [{ metricName: predictedLoad, targetSize: 1, targetSizeFloat: 0.5 }] },
    });
  });

  test.each([
    ['no scaler', ref({}), 'metadata.scaler'],
    ['a metric that there is not', ref({ scaler: 'a', metric: 'rps' }), 'metadata.metric'],
    ['a target of 0, which no HPA may have', ref({ scaler: 'a', target: '0' }), 'metadata.target'],
    ['a target that KEDA would write as 0', ref({ scaler: 'a', target: '0.0004' }), 'metadata.target'],
    ['a target that is no number', ref({ scaler: 'a', target: '1e3' }), 'metadata.target'],
    ['no namespace', ref({ scaler: 'a' }, ''), 'namespace'],
    ['a name out of JavaScript', ref({ constructor: 'a' }), 'metadata.scaler'],
    ['nothing at all', null, 'namespace'],
  ])('with %s is refused by name', (_, given, told) => {
    const outcome = readTrigger(given);
    expect(outcome).toMatchObject({ ok: false, code: 'INVALID_ARGUMENT' });
    expect(outcome.ok ? '' : outcome.message).toContain(told);
  });

  test('is read or refused, whatever it holds', () => {
    const key = fc.constantFrom('scaler', 'metric', 'target', '__proto__', 'toString', 'scalerAddress');
    const text = fc.string({ maxLength: 400, unit: 'binary' });
    fc.assert(
      fc.property(fc.dictionary(key, text), text, (metadata, namespace) => {
        const outcome = readTrigger(ref(metadata, namespace));
        if (outcome.ok) expect(outcome.value.target).toBeGreaterThan(0);
        else expect(outcome.code).toBe('INVALID_ARGUMENT');
        expect(activity(ref(metadata, namespace), served()).ok).toBe(false);
      }),
    );
  });
});

describe('a value', () => {
  test.each([
    ['whole, in both fields', known(7, producedAt), 7, 7],
    [
      'broken: old versions, which read whole numbers alone, get the next one',
      known(2.25, producedAt),
      3,
      2.25,
    ],
    ['less than KEDA writes: something stays something', known(0.0001, producedAt), 1, 0.001],
    ['nothing', known(0, producedAt), 0, 0],
  ])('that is %s', (_, figure, metricValue, metricValueFloat) => {
    const outcome = value(desiredReplicas, { [desiredReplicas]: figure });
    const metricName = desiredReplicas;
    expect(outcome).toEqual({
      ok: true,
      value: { metricValues: [{ metricName, metricValue, metricValueFloat }] },
    });
  });

  test.each([
    ['there is none', { [desiredReplicas]: missing('NoSample', 'no sample yet') }, 5, 'no sample yet'],
    ['it is stale', {}, 31, 'the newest sample is 31 s old'],
    ['it is no number', { [desiredReplicas]: known(Number.NaN, producedAt) }, 5, 'no quantity'],
    ['it is more than Go can hold', { [desiredReplicas]: known(1e21, producedAt) }, 5, 'no quantity'],
  ] as const)('is an error and no 0 when %s', (_, figures, later, told) => {
    const outcome = value(desiredReplicas, figures, later);
    expect(outcome).toMatchObject({ ok: false, code: 'FAILED_PRECONDITION' });
    expect(outcome.ok ? '' : outcome.message).toContain(told);
  });

  test('of another scaler, namespace or metric is not found', () => {
    const ask = (given: ReturnType<typeof ref>, metricName: string) =>
      metricValues({ scaledObjectRef: given, metricName }, served());
    expect(ask(ref({ scaler: 'cart' }), desiredReplicas)).toMatchObject({ code: 'NOT_FOUND' });
    expect(ask(ref({ scaler: 'checkout' }, 'other'), desiredReplicas)).toMatchObject({ code: 'NOT_FOUND' });
    expect(ask(ref(), predictedLoad)).toMatchObject({ code: 'NOT_FOUND' });
    expect(ask(ref(), desiredReplicas.toUpperCase())).toMatchObject({ ok: true });
  });
});

describe('a workload', () => {
  const replicas = (desired: number, live: number) => ({
    [desiredReplicas]: known(desired, producedAt),
    [liveReplicas]: known(live, producedAt),
  });

  test.each([
    ['sleeps while nothing is wanted', replicas(0, 0), false],
    ['is woken by a forecast before its load arrives', replicas(2, 0), true],
    ['is kept awake by the load that there is', replicas(0, 1), true],
  ])('%s', (_, figures, result) => {
    expect(activity(ref(), served(figures))).toEqual({ ok: true, value: { result } });
  });

  test('is left as it is while nothing is known', () => {
    expect(activity(ref(), served({}, 31))).toMatchObject({ ok: false, code: 'FAILED_PRECONDITION' });
  });

  test('is pushed its present state once, and then only that it wakes', () => {
    const watch = new ActivityWatch();
    const unknown = activity(ref(), served({}, 31));
    const state = (result: boolean) => ({ ok: true, value: { result } }) as const;
    const told = [unknown, state(true), state(true), state(false), unknown, state(true), state(true)].map(
      (outcome) => watch.next(outcome)?.result,
    );
    expect(told).toEqual([undefined, true, undefined, undefined, undefined, true, undefined]);
  });
});
