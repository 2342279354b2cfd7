import { describe, expect, test } from 'vitest';
import { aPipeline, aScaler } from '../samples/builders.ts';
import { readSamples } from '../samples/read-samples.ts';
import { parsePredictiveScaler } from './predictive-scaler/predictive-scaler.ts';
import { embeddedKafka } from './price-pipeline/kafka.ts';
import { parsePricePipeline } from './price-pipeline/price-pipeline.ts';

const pipeline = (object: unknown) => {
  const parsed = parsePricePipeline(object);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

const scaler = (object: unknown) => {
  const parsed = parsePredictiveScaler(object);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

describe('parsePricePipeline', () => {
  test('fills in what was left out, and leaves out the stages that were not asked for', () => {
    expect(pipeline(aPipeline()).spec).toEqual({
      sources: [
        {
          name: 'replay',
          type: 'Replay',
          symbols: ['BTCUSDT'],
          streams: ['Trades'],
          symbolsPerShard: 25,
          replay: { market: 'Synthetic', tradesPerSecond: 100, seed: 1 },
        },
      ],
      kafka: { mode: 'Embedded', topics: { partitions: 12, replicationFactor: 1, retentionHours: 1 } },
      profile: 'Standard',
      suspend: false,
      deletionPolicy: 'Retain',
    });
  });

  test('says which field is wrong and why', () => {
    const parsed = parsePricePipeline(aPipeline({ kafka: { topics: { partitions: 0 } }, profile: 'Fast' }));
    expect(parsed).toMatchObject({
      ok: false,
      error: {
        code: 'SPEC_INVALID',
        issues: [{ path: 'spec.kafka.topics.partitions' }, { path: 'spec.profile' }],
      },
    });
  });

  test('is not disturbed by fields of a later version', () => {
    const parsed = pipeline(aPipeline({ tomorrow: true }));
    expect(parsed.spec).not.toHaveProperty('tomorrow');
  });

  test('refuses another kind and what is no object at all', () => {
    expect(parsePricePipeline(aScaler()).ok).toBe(false);
    expect(parsePricePipeline(null)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^object: /) },
    });
  });

  test('does not share defaults between objects', () => {
    const [one, other] = [pipeline(aPipeline()), pipeline(aPipeline())];
    one.spec.kafka.topics.partitions = 1;
    expect(other.spec.kafka.topics.partitions).toBe(12);
  });

  test.each(readSamples('valid').filter(({ text }) => text.includes('kind: PricePipeline')))(
    'changes nothing in $name the second time',
    ({ objects }) => {
      const once = pipeline(objects[0]);
      expect(pipeline(once)).toEqual(once);
    },
  );
});

test('the embedded broker has its defaults when a pipeline says nothing about it', () => {
  expect(embeddedKafka(pipeline(aPipeline()).spec.kafka)).toEqual({ storage: { size: '8Gi' } });
  const own = pipeline(aPipeline({ kafka: { embedded: { storage: { size: '20Gi' } } } }));
  expect(embeddedKafka(own.spec.kafka).storage.size).toBe('20Gi');
});

describe('parsePredictiveScaler', () => {
  test('fills in what was left out', () => {
    expect(scaler(aScaler()).spec).toEqual({
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout' },
      minReplicas: 1,
      maxReplicas: 10,
      mode: 'Observe',
      shadow: 'None',
      scaler: 'HPA',
      demand: {
        source: 'PodMetrics',
        podMetrics: { port: 9090, path: '/metrics', metric: 'http_requests_total', kind: 'Counter' },
        intervalSeconds: 15,
        timeZone: 'UTC',
      },
      capacity: { type: 'Learned', reactiveUtilizationPercent: 70 },
      risk: { shortfallPercent: 1 },
      leadTime: { type: 'Auto' },
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max' },
        scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Max' },
      },
      gate: { minSkillPercent: 10, maxCoverageErrorPercent: 5, armAfterCycles: 20, disarmAfterCycles: 20 },
    });
  });

  test.each(['1', '0.5', '137.25', '0.000000001', 1, 1_000_000_000])(
    'takes the decimal number %s as it is',
    (load) => {
      const { spec } = scaler(aScaler({ capacity: { type: 'Fixed', loadPerReplica: load } }));
      expect(spec.capacity.loadPerReplica).toBe(load);
    },
  );

  test.each(['0', '0.0', '-1', '1e3', '.5', '01', '', 0, -1, 0.5])(
    'refuses %s as a decimal number',
    (load) => {
      expect(parsePredictiveScaler(aScaler({ capacity: { type: 'Fixed', loadPerReplica: load } })).ok).toBe(
        false,
      );
    },
  );
});
