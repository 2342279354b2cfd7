import { modeTable } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import { desiredScaler } from './desired.ts';
import type { ObservedScaler } from './observed.ts';
import { aLiveHpa, aLiveScaledObject, anObserved, aScaler } from './testing/builders.ts';

interface HpaSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly { readonly type: string }[];
  readonly behavior: Readonly<Record<'scaleUp' | 'scaleDown', object>>;
}

const hpaOf = (observed: ObservedScaler): HpaSpec => {
  const wanted = desiredScaler(observed);
  if (wanted.kind !== 'Apply') throw new Error(`it is ${wanted.kind}`);
  return wanted.object.spec as HpaSpec;
};
const metricTypes = (parts: Partial<ObservedScaler>) =>
  hpaOf(anObserved(parts)).metrics.map(({ type }) => type);

describe('what a scaler wants', () => {
  test.each(modeTable.filter(({ accepted }) => accepted))('$mode with $scaler renders $renders', (row) => {
    const scaler = aScaler({ mode: row.mode, scaler: row.scaler });
    const wanted = desiredScaler(anObserved({ scaler }));
    const rendered = wanted.kind === 'Apply' ? wanted.object.kind : 'Nothing';
    expect([rendered, wanted.kind]).toEqual([row.renders, row.renders === 'Nothing' ? 'Withdraw' : 'Apply']);
  });

  test('no HPA before the target exists, and keeps the one that there is while it is gone', () => {
    const target = { kind: 'NotFound' } as const;
    expect(desiredScaler(anObserved({ target }))).toEqual({ kind: 'Wait' });
    expect(desiredScaler(anObserved({ target, hpa: aLiveHpa() })).kind).toBe('Apply');
  });

  test('no HPA beside one of somebody else, for Kubernetes would stop both', () => {
    expect(desiredScaler(anObserved({ rival: 'HorizontalPodAutoscaler web', hpa: aLiveHpa() }))).toEqual({
      kind: 'Withdraw',
      children: ['HorizontalPodAutoscaler'],
    });
  });

  test('no ScaledObject where KEDA is not installed', () => {
    const scaler = aScaler({ scaler: 'KEDA' });
    expect(desiredScaler(anObserved({ scaler, keda: { kind: 'Absent' } }))).toEqual({ kind: 'Wait' });
  });

  test.each([
    ['HPA', 'KEDA', { hpa: aLiveHpa() }, 'HorizontalPodAutoscaler'],
    ['KEDA', 'HPA', { scaledObject: aLiveScaledObject() }, 'ScaledObject'],
  ] as const)('to hand over from %s to %s: first the one goes, then the other comes', (_, to, live, goes) => {
    const scaler = aScaler({ scaler: to });
    expect(desiredScaler(anObserved({ scaler, ...live }))).toEqual({ kind: 'Withdraw', children: [goes] });
    expect(desiredScaler(anObserved({ scaler })).kind).toBe('Apply');
  });

  test('nothing of a ScaledObject that somebody else made under its name', () => {
    const { metadata, ...rest } = aLiveScaledObject();
    const scaledObject = { ...rest, metadata: { ...metadata, ownerReferences: [] } };
    expect(desiredScaler(anObserved({ scaledObject })).kind).toBe('Apply');
  });
});

describe('the ScaledObject of a scaler', () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 45 } };
  const scaler = aScaler({ scaler: 'KEDA', minReplicas: 0, behavior });

  test('asks the adapter for both numbers by mutual TLS, and is told when the target has to wake', () => {
    const wanted = desiredScaler(anObserved({ scaler }));
    const trigger = (type: string, metric: string) => ({
      type,
      metricType: 'AverageValue',
      metadata: {
        scalerAddress: 'pricecast-adapter.pricecast-system.svc:9443',
        scaler: 'shop',
        metric,
        target: '1',
      },
      authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'pricecast' },
    });
    expect(wanted.kind === 'Apply' ? wanted.object.spec : undefined).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
      minReplicaCount: 0,
      maxReplicaCount: 5,
      cooldownPeriod: 45,
      initialCooldownPeriod: 45,
      triggers: [
        trigger('external-push', 'pricecast_desired_replicas'),
        trigger('external', 'pricecast_live_replicas'),
      ],
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: { tolerance: '0' } } } },
    });
  });

  test('leaves the tolerance to a KEDA whose kind does not know it', () => {
    const noted = { kind: 'ScaledObject', name: 'shop', tolerance: '0.1' };
    const live = aLiveScaledObject();
    const scaledObject = { ...live, spec: { ...live.spec, advanced: {} } };
    const wanted = desiredScaler(
      anObserved({ scaler: aScaler({ scaler: 'KEDA' }, { scaler: noted }), scaledObject }),
    );
    expect(JSON.stringify(wanted)).not.toContain('tolerance');
  });
});

describe('the HPA of a scaler', () => {
  test('never sees load or capacity: its metrics are the numbers decided, one per pod', () => {
    const about = { apiVersion: 'pricecast.dev/v1alpha1', kind: 'PredictiveScaler', name: 'shop' };
    const target = { type: 'AverageValue', averageValue: '1' };
    const one = hpaOf(anObserved());
    const other = hpaOf(
      anObserved({
        scaler: aScaler({ capacity: { type: 'Fixed', loadPerReplica: 90 }, risk: { shortfallPercent: 3 } }),
      }),
    );
    expect(one.metrics).toEqual(
      ['pricecast_desired_replicas', 'pricecast_live_replicas'].map((name) => ({
        type: 'Object',
        object: { describedObject: about, metric: { name }, target },
      })),
    );
    expect(other).toEqual(one);
  });

  test('can jump from one pod to the most in one step, and follows every step', () => {
    expect(hpaOf(anObserved({ scaler: aScaler({ maxReplicas: 40 }) })).behavior).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 40, periodSeconds: 15 }],
        tolerance: '0',
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
        tolerance: '0',
      },
    });
  });

  test('takes windows and policies of the spec where it has some', () => {
    const policies = [{ type: 'Percent', value: 10, periodSeconds: 60 }];
    const scaler = aScaler({ behavior: { scaleDown: { stabilizationWindowSeconds: 30, policies } } });
    expect(hpaOf(anObserved({ scaler })).behavior.scaleDown).toMatchObject({
      stabilizationWindowSeconds: 30,
      policies,
    });
  });

  test('asks a server that has dropped the tolerance no second time, and repairs what somebody removed', () => {
    const live = aLiveHpa();
    const hpa = { ...live, spec: { ...live.spec, behavior: { scaleUp: {}, scaleDown: {} } } };
    const noted = (tolerance: string) =>
      aScaler({}, { scaler: { kind: 'HorizontalPodAutoscaler', name: 'shop', tolerance } });
    expect(hpaOf(anObserved({ hpa, scaler: noted('0.1') })).behavior.scaleUp).not.toHaveProperty('tolerance');
    expect(hpaOf(anObserved({ hpa, scaler: noted('0') })).behavior.scaleUp).toHaveProperty('tolerance', '0');
    expect(hpaOf(anObserved({ scaler: noted('0.1') })).behavior.scaleUp).toHaveProperty('tolerance', '0');
  });

  describe('guards by CPU', () => {
    const guarded = aScaler({ capacity: { cpuGuardPercent: 85 } });
    const servesResourceMetrics = true;

    test('where it is asked for and can be measured', () => {
      expect(metricTypes({ scaler: guarded, servesResourceMetrics })).toEqual([
        'Object',
        'Object',
        'Resource',
      ]);
    });

    test.each<[string, Partial<ObservedScaler>]>([
      ['it is not asked for', { scaler: aScaler(), servesResourceMetrics }],
      ['nobody serves CPU: one missing metric would keep it from scaling down', { scaler: guarded }],
      [
        'a container asks for no CPU',
        { scaler: guarded, servesResourceMetrics, target: { kind: 'Found', asksForCpu: false, replicas: 3 } },
      ],
      [
        'a budget caps the pods, which CPU would pass',
        {
          scaler: aScaler({
            capacity: { cpuGuardPercent: 85 },
            cost: { pricePerReplicaHour: 1, budgetPerDay: 30 },
          }),
          servesResourceMetrics,
        },
      ],
    ])('and not where %s', (_, parts) => {
      expect(metricTypes(parts)).toEqual(['Object', 'Object']);
    });
  });
});
