import {
  apiVersion,
  type PredictiveScaler,
  type PredictiveScalerStatus,
  parsePredictiveScaler,
} from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import type { TargetReading } from './observed.ts';
import { decideScalerWrite, invalidScalerStatus, scalerStatus } from './status.ts';

const now = new Date('2026-01-02T03:04:05Z');

const aScaler = (status?: PredictiveScalerStatus): PredictiveScaler => {
  const parsed = parsePredictiveScaler({
    apiVersion,
    kind: 'PredictiveScaler',
    metadata: { name: 'shop', namespace: 'market', generation: 2 },
    spec: {
      targetRef: { name: 'shop' },
      maxReplicas: 5,
      demand: { source: 'PodMetrics', podMetrics: { metric: 'requests_total', port: 9090 } },
    },
    status,
  });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

const find = (status: PredictiveScalerStatus, type: string) =>
  status.conditions?.find((condition) => condition.type === type);

const targets: readonly (readonly [string, TargetReading, object])[] = [
  [
    'exists',
    { kind: 'Found' },
    { status: 'True', reason: 'TargetFound', message: 'Deployment shop exists.' },
  ],
  [
    'does not exist',
    { kind: 'NotFound' },
    {
      status: 'False',
      reason: 'TargetNotFound',
      message:
        'Deployment shop does not exist in namespace market, since 2026-01-02T03:04:05Z. Create the workload, or correct spec.targetRef.',
    },
  ],
  ['is of a kind without rights', { kind: 'NotScalable' }, { status: 'False', reason: 'TargetNotScalable' }],
];

describe('the status of a scaler', () => {
  test.each(targets)('whose target %s', (_, target, expected) => {
    const status = scalerStatus({ scaler: aScaler(), target }, now);
    expect(find(status, 'TargetFound')).toMatchObject(expected);
    expect(find(status, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'AdapterSilent',
      observedGeneration: 2,
    });
  });

  test('whose stored spec cannot be read', () => {
    const status = invalidScalerStatus(aScaler(), 'maxReplicas: too small', now);
    expect(find(status, 'Ready')).toMatchObject({ reason: 'SpecInvalid' });
  });
});

describe('a write of the operator', () => {
  const next = scalerStatus({ scaler: aScaler(), target: { kind: 'Found' } }, now);
  const fresh = {
    type: 'DemandFresh',
    status: 'True',
    reason: 'x',
    message: '',
    lastTransitionTime: '',
  } as const;

  test('is made when its own part changed', () => {
    expect(decideScalerWrite(undefined, next)).toEqual({ kind: 'Write' });
  });

  test('is not made because the adapter wrote its part', () => {
    const stored = { ...next, load: '7/s', conditions: [fresh, ...(next.conditions ?? [])] };
    expect(decideScalerWrite(stored, next)).toEqual({ kind: 'Skip' });
  });
});
