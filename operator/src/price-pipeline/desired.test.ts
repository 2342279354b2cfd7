import { annotationKeys, type PricePipeline } from '@pricecast/crds';
import { canonicalJson, type Manifest } from '@pricecast/kube';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Desired, desired } from './desired.ts';
import type { Credentials, KafkaReading, Observed } from './observed.ts';
import {
  anObserved,
  aPipeline,
  binanceSource,
  externalKafka,
  fullPath,
  replaySource,
  uid,
} from './testing/builders.ts';
import { answering, settledChildren } from './testing/world.ts';

const objectsOf = ({ shared, chains }: Desired): Manifest[] => [...shared, ...chains.flat()];
const namesOf = (wanted: Desired): string[] =>
  objectsOf(wanted).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
const withTopics = (observed: Observed): Observed => ({ ...observed, kafka: answering(observed) });

describe('what a pipeline wants', () => {
  test('broker and exchange at once, collectors when their topics exist', () => {
    const observed = anObserved();
    expect(namesOf(desired(observed))).toEqual([
      'ServiceAccount/btc-workload',
      'PersistentVolumeClaim/btc-kafka-data',
      'ConfigMap/btc-kafka',
      'Service/btc-kafka',
      'NetworkPolicy/btc-kafka',
      'StatefulSet/btc-kafka',
      'Service/btc-exchange-replay',
      'NetworkPolicy/btc-exchange-replay',
      'Deployment/btc-exchange-replay',
    ]);
    expect(namesOf(desired(withTopics(observed)))).toContain('Deployment/btc-collector-replay-0');
  });

  test('the topics, as soon as the brokers answer without them', () => {
    const observed = anObserved();
    const empty: KafkaReading = { kind: 'Answered', topics: new Map(), trades: { kind: 'Absent' } };
    expect(desired({ ...observed, kafka: empty }).topics.map(({ name }) => name)).toEqual([
      'market.btc.trades.v1',
      'market.btc.trades.v1.dlq',
      'market.btc.collector-state.v1',
    ]);
    expect(desired(withTopics(observed)).topics).toEqual([]);
    expect(desired(observed).topics).toEqual([]);
  });

  test('running collectors stay when Kafka goes away', () => {
    const children = settledChildren(anObserved());
    const wanted = desired(anObserved({ children, kafka: { kind: 'NotAsked' } }));
    expect(namesOf(wanted)).toContain('Deployment/btc-collector-replay-0');
    expect(wanted.removals).toEqual([]);
  });

  test('shards and sources that the spec no longer has are removed, and nothing else', () => {
    const wide = anObserved({
      pipeline: aPipeline({ sources: [replaySource, { ...binanceSource, symbolsPerShard: 1 }] }),
    });
    const pipeline = aPipeline({ sources: [{ ...binanceSource, symbolsPerShard: 2 }] });
    const wanted = desired(withTopics({ ...wide, pipeline, children: settledChildren(wide) }));
    expect(wanted.removals.map(({ kind, metadata }) => `${kind}/${metadata.name}`).toSorted()).toEqual([
      'Deployment/btc-collector-live-2',
      'Deployment/btc-collector-replay-0',
      'Deployment/btc-exchange-replay',
      'NetworkPolicy/btc-exchange-replay',
      'Service/btc-exchange-replay',
    ]);
  });

  test('a volume is never removed, even when the brokers of others are used instead', () => {
    const children = settledChildren(anObserved({ pipeline: aPipeline({ deletionPolicy: 'Delete' }) }));
    const pipeline = aPipeline({ sources: [replaySource], kafka: externalKafka });
    const removed = desired(anObserved({ pipeline, children })).removals.map(({ kind }) => kind);
    expect(removed).toContain('StatefulSet');
    expect(removed).not.toContain('PersistentVolumeClaim');
  });

  test('children of an earlier pipeline of the same name are left to the garbage collector', () => {
    const stray = settledChildren(anObserved({ pipeline: aPipeline({}, { uid: 'another' }) }));
    const pipeline = aPipeline({ sources: [binanceSource] });
    expect(desired(anObserved({ pipeline, children: stray })).removals).toEqual([]);
  });

  test('nothing at all while it is being deleted', () => {
    const pipeline = aPipeline({}, { deletionTimestamp: '2026-01-02T03:04:05Z' });
    const children = settledChildren(anObserved());
    expect(desired(withTopics(anObserved({ pipeline, children })))).toEqual({
      shared: [],
      chains: [],
      removals: [],
      topics: [],
      beginnings: [],
    });
  });
});

describe('the stages behind the collectors', () => {
  const whole = anObserved({ pipeline: aPipeline(fullPath) });
  const stageObjects = (wanted: Desired) =>
    namesOf(wanted).filter((name) => /btc-(processor|forecaster|gateway)$/.test(name));
  const objectsOfStage = (stage: string, scaled: boolean) =>
    [
      `Service/btc-${stage}`,
      `NetworkPolicy/btc-${stage}`,
      `PodDisruptionBudget/btc-${stage}`,
      `Deployment/btc-${stage}`,
    ].concat(scaled ? [`PredictiveScaler/btc-${stage}`] : []);

  test('wait for the topics, and each for the one before it', () => {
    expect(stageObjects(desired(whole))).toEqual([]);
    expect(stageObjects(desired(withTopics(whole)))).toEqual(objectsOfStage('processor', true));
    const settled = settledChildren(whole);
    const upTo = (stage: string) => {
      const last = settled.findIndex(({ metadata }) => metadata.name === `btc-${stage}`);
      return stageObjects(desired(withTopics({ ...whole, children: settled.slice(0, last + 5) })));
    };
    expect(upTo('processor').at(-1)).toBe('Deployment/btc-forecaster');
    expect(upTo('forecaster').at(-1)).toBe('PredictiveScaler/btc-gateway');
  });

  test('do not wait for one that the spec leaves out', () => {
    const pipeline = aPipeline({ gateway: {} });
    expect(stageObjects(desired(withTopics(anObserved({ pipeline }))))).toEqual(
      objectsOfStage('gateway', false),
    );
  });

  test('stay when the one before them fails, and when Kafka goes away', () => {
    const children = settledChildren(whole).map((child) =>
      child.metadata.name === 'btc-processor' ? { ...child, status: {} } : child,
    );
    const wanted = desired({ ...whole, children });
    expect(stageObjects(wanted)).toContain('Deployment/btc-gateway');
    expect(wanted.removals).toEqual([]);
  });

  test('go with their part of the spec, and so do their scalers; topics stay', () => {
    const children = settledChildren(whole);
    const removed = (spec: object) =>
      desired(withTopics({ ...whole, pipeline: aPipeline(spec), children })).removals.map(
        ({ kind, metadata }) => `${kind}/${metadata.name}`,
      );
    const { forecast: _, ...withoutForecast } = fullPath;
    expect(removed(withoutForecast)).toEqual(objectsOfStage('forecaster', false));
    const { scaling: __, ...unscaled } = fullPath;
    expect(removed(unscaled)).toEqual(['PredictiveScaler/btc-processor', 'PredictiveScaler/btc-gateway']);
  });

  test('never own the number of their pods, and begin with the fewest', () => {
    const wanted = desired(withTopics({ ...whole, children: settledChildren(whole) }));
    for (const { kind, metadata, spec } of objectsOf(wanted)) {
      if (kind !== 'Deployment' || !/(processor|forecaster|gateway)$/.test(metadata.name)) continue;
      expect(spec).not.toHaveProperty('replicas');
    }
    const begin = (children: readonly Manifest[]) =>
      desired({ ...whole, children }).beginnings.map(({ deployment, replicas }) => [
        deployment.metadata.name,
        replicas,
      ]);
    expect(begin([])).toEqual([]);
    const settled = settledChildren(whole);
    expect(begin(settled)).toEqual([
      ['btc-processor', 2],
      ['btc-forecaster', 1],
      ['btc-gateway', 1],
    ]);
    const annotations = { [annotationKeys.firstReplicas]: '2' };
    const begun = settled.map((child) => ({ ...child, metadata: { ...child.metadata, annotations } }));
    expect(begin(begun)).toEqual([]);
  });

  test('have topics for what they write and for their state, and only they', () => {
    const empty: KafkaReading = { kind: 'Answered', topics: new Map(), trades: { kind: 'Absent' } };
    const streams = (spec: object) =>
      desired({ ...anObserved({ pipeline: aPipeline(spec) }), kafka: empty })
        .topics.map(({ name }) => name.replace('market.btc.', ''))
        .filter((name) => !name.endsWith('.dlq'));
    const collected = ['trades.v1', 'collector-state.v1'];
    const processed = ['clean.v1', 'bars.v1', 'features.v1', 'alerts.v1', 'processor-state.v1'];
    expect(new Set(streams({ gateway: {} }))).toEqual(new Set(collected));
    expect(new Set(streams({ processing: {} }))).toEqual(new Set([...collected, ...processed]));
    expect(new Set(streams(fullPath))).toEqual(
      new Set([...collected, ...processed, 'predictions.v1', 'forecaster-state.v1']),
    );
  });
});

describe('the volume of the broker', () => {
  const claimOf = (observed: Observed) =>
    objectsOf(desired(observed)).find(({ kind }) => kind === 'PersistentVolumeClaim');
  const retained = (annotations: Record<string, string>, storage = '8Gi'): Manifest => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'btc-kafka-data', namespace: 'market', annotations },
    spec: { storageClassName: 'local', resources: { requests: { storage } } },
  });

  test('keeps the cluster id that it is annotated with, and the broker is started with that one', () => {
    const observed = anObserved({
      children: [retained({ [annotationKeys.kafkaClusterId]: 'AnotherClusterIdXXXXXX' })],
    });
    expect(claimOf(observed)?.metadata.annotations?.[annotationKeys.kafkaClusterId]).toBe(
      'AnotherClusterIdXXXXXX',
    );
    expect(canonicalJson(desired(observed).chains)).toContain('--cluster-id=AnotherClusterIdXXXXXX');
  });

  test('has an owner only with deletionPolicy Delete', () => {
    expect(claimOf(anObserved())?.metadata.ownerReferences).toBeUndefined();
    const owners = claimOf(anObserved({ pipeline: aPipeline({ deletionPolicy: 'Delete' }) }))?.metadata
      .ownerReferences;
    expect(owners?.map((owner) => owner.uid)).toEqual([uid]);
  });

  test('never asks an existing volume to shrink', () => {
    const children = [retained({}, '20Gi')];
    expect(claimOf(anObserved({ children }))?.spec).toMatchObject({
      resources: { requests: { storage: '20Gi' } },
    });
  });

  test('names the class of the existing volume where the spec names another', () => {
    const pipeline = aPipeline({ kafka: { embedded: { storage: { storageClassName: 'fast' } } } });
    expect(claimOf(anObserved({ pipeline }))?.spec).toMatchObject({ storageClassName: 'fast' });
    expect(claimOf(anObserved({ pipeline, children: [retained({})] }))?.spec).toMatchObject({
      storageClassName: 'local',
    });
  });
});

describe('the credentials of a collector', () => {
  const observed = anObserved({ pipeline: aPipeline({ sources: [binanceSource], kafka: externalKafka }) });
  const hashWith = (credentials: Credentials, children: readonly Manifest[] = []): string => {
    const wanted = objectsOf(desired(withTopics({ ...observed, credentials, children })));
    return canonicalJson(wanted.find(({ kind }) => kind === 'Deployment')?.spec);
  };
  const complete = (version: string): Credentials => ({ kind: 'Complete', version });

  test('restart its pod when a Secret changes', () => {
    expect(hashWith(complete('kafka-login@1'))).not.toBe(hashWith(complete('kafka-login@2')));
  });

  test('leave its pod alone while a Secret is missing', () => {
    const children = settledChildren({ ...observed, credentials: complete('kafka-login@1') });
    const missing: Credentials = { kind: 'Missing', reason: 'SecretNotFound', what: 'gone' };
    expect(hashWith(missing, children)).toBe(hashWith(complete('kafka-login@1')));
  });
});

const anyPipeline: fc.Arbitrary<PricePipeline> = fc
  .record({
    replay: fc.boolean(),
    symbols: fc.uniqueArray(fc.stringMatching(/^[A-Z]{3,6}USDT$/), { minLength: 1, maxLength: 12 }),
    symbolsPerShard: fc.integer({ min: 1, max: 5 }),
    external: fc.boolean(),
    suspend: fc.boolean(),
    profile: fc.constantFrom('Standard', 'Performance'),
    deletionPolicy: fc.constantFrom('Retain', 'Delete'),
    path: fc.constantFrom({}, { processing: {} }, { gateway: {} }, fullPath),
  })
  .map(({ replay, symbols, symbolsPerShard, external, path, ...spec }) =>
    aPipeline({
      ...spec,
      ...path,
      sources: [{ ...binanceSource, symbols, symbolsPerShard }, ...(replay ? [replaySource] : [])],
      ...(external ? { kafka: externalKafka } : {}),
    }),
  );

const anyKafka = (observed: Observed): fc.Arbitrary<KafkaReading> =>
  fc.constantFrom<KafkaReading>(
    { kind: 'NotAsked' },
    { kind: 'Failed', reason: 'BrokerUnreachable', what: 'silence' },
    { kind: 'Answered', topics: new Map(), trades: { kind: 'Absent' } },
    answering(observed),
  );

const anyObserved: fc.Arbitrary<Observed> = anyPipeline.chain((pipeline) => {
  const base = anObserved({ pipeline });
  const children = fc
    .subarray(settledChildren(base))
    .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }));
  return fc.record({ children, kafka: anyKafka(base) }).map((parts) => ({ ...base, ...parts }));
});

describe('for any pipeline in any state', () => {
  test('desired is total, and every name fits', () => {
    fc.assert(
      fc.property(anyObserved, (observed) => {
        for (const { metadata } of objectsOf(desired(observed))) {
          expect(metadata.name.length).toBeLessThanOrEqual(63);
          expect(metadata.namespace).toBe('market');
        }
      }),
    );
  });

  test('the order in which children were seen does not matter', () => {
    fc.assert(
      fc.property(anyObserved, ({ children, ...observed }) => {
        const one = desired({ ...observed, children });
        const other = desired({ ...observed, children: children.toReversed() });
        expect(namesOf(other)).toEqual(namesOf(one));
        expect(canonicalJson(objectsOf(other))).toBe(canonicalJson(objectsOf(one)));
      }),
    );
  });

  test('what was applied is desired again, and nothing of it is removed', () => {
    fc.assert(
      fc.property(anyPipeline, (pipeline) => {
        const first = withTopics(anObserved({ pipeline }));
        const again = { ...first, children: settledChildren(first) };
        const names = again.children.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
        expect(namesOf(desired(again))).toEqual(names);
        const later = { ...again, children: settledChildren(again) };
        expect(canonicalJson(objectsOf(desired(later)))).toBe(canonicalJson(objectsOf(desired(again))));
        expect(desired(again).removals).toEqual([]);
      }),
    );
  });

  test('nothing is both wanted and removed, and no volume is ever removed', () => {
    fc.assert(
      fc.property(anyObserved, anyPipeline, (observed, pipeline) => {
        const wanted = desired({ ...observed, pipeline });
        const removed = wanted.removals.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
        expect(removed.filter((name) => namesOf(wanted).includes(name))).toEqual([]);
        expect(removed.filter((name) => name.startsWith('PersistentVolumeClaim'))).toEqual([]);
      }),
    );
  });
});
