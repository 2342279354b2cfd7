import { describe, expect, test } from 'vitest';
import { firstOf } from '../../judgement/verdict.ts';
import { anObserved, aPipeline, aView, binanceSource, earlier, externalKafka } from '../testing/builders.ts';
import { kafkaPod, settledWorld, withContainer } from '../testing/world.ts';
import type { View } from '../view.ts';
import { kafkaChecks } from './kafka-checks.ts';

const settled = settledWorld(anObserved());
const external = anObserved({ pipeline: aPipeline({ sources: [binanceSource], kafka: externalKafka }) });

/** The same children, with another status of one kind. */
const withStatus = (kind: string, status: object) =>
  settled.children.map((child) => (child.kind === kind ? { ...child, status } : child));

const waitingForNode = (message: string) => ({
  ...kafkaPod(),
  status: {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
        lastTransitionTime: earlier,
      },
    ],
  },
});

const terminated = (exitCode: number, reason: string, message = '') => ({
  lastState: { terminated: { exitCode, reason, message } },
});

const rows: Readonly<Record<string, readonly [View, readonly [string, string, string]]>> = {
  'Strimzi is accepted and not built': [
    aView({ pipeline: aPipeline({ kafka: { mode: 'Strimzi', strimzi: { clusterName: 'main' } } }) }),
    ['False', 'NotBuiltYet', 'spec.kafka.mode Strimzi is not built yet'],
  ],
  'a volume of somebody else is named before anything of the pods': [
    aView({
      refusals: [
        {
          component: 'kafka',
          reason: 'NameConflict',
          what: 'PersistentVolumeClaim btc-kafka-data was made by somebody else',
        },
      ],
    }),
    ['False', 'NameConflict', 'PersistentVolumeClaim btc-kafka-data was made by somebody else'],
  ],
  'a refused collector is not the fault of Kafka': [
    aView({ ...settled, refusals: [{ component: 'collector', reason: 'Refused', what: 'no' }] }),
    ['True', '', ''],
  ],
  'a missing Secret is named': [
    aView({
      ...external,
      credentials: {
        kind: 'Missing',
        reason: 'SecretNotFound',
        what: 'Secret kafka-login does not exist in namespace market',
      },
    }),
    ['False', 'SecretNotFound', 'Secret kafka-login does not exist in namespace market'],
  ],
  'a lost volume is named': [
    aView({ ...settled, children: withStatus('PersistentVolumeClaim', { phase: 'Lost' }) }),
    ['False', 'VolumeLost', 'The volume of PersistentVolumeClaim btc-kafka-data is gone'],
  ],
  'a pod that waits for its volume is a matter of the volume': [
    aView({
      ...settled,
      children: withStatus('PersistentVolumeClaim', { phase: 'Pending' }),
      pods: [waitingForNode('pod has unbound immediate PersistentVolumeClaims')],
    }),
    [
      'False',
      'VolumePending',
      'PersistentVolumeClaim btc-kafka-data has no volume. Pod btc-kafka-0 waits for a node: pod has unbound immediate PersistentVolumeClaims',
    ],
  ],
  'a pod that no node takes is unschedulable, although its volume waits for it too': [
    aView({
      ...settled,
      children: withStatus('PersistentVolumeClaim', { phase: 'Pending' }),
      pods: [waitingForNode('0/1 nodes are available: 1 node(s) were unschedulable.')],
    }),
    [
      'False',
      'Unschedulable',
      'Pod btc-kafka-0 waits for a node: 0/1 nodes are available: 1 node(s) were unschedulable',
    ],
  ],
  'a pod that no node takes is unschedulable': [
    aView({ ...settled, pods: [waitingForNode('0/1 nodes are available: 1 Insufficient memory.')] }),
    [
      'False',
      'Unschedulable',
      'Pod btc-kafka-0 waits for a node: 0/1 nodes are available: 1 Insufficient memory',
    ],
  ],
  'an image that cannot be pulled is named': [
    aView({
      ...settled,
      pods: [withContainer(kafkaPod(), { state: { waiting: { reason: 'ImagePullBackOff' } } })],
    }),
    [
      'False',
      'ImagePullFailed',
      'Image registry.example/pricecast/kafka:1.2.3 of container kafka in pod btc-kafka-0 cannot be pulled',
    ],
  ],
  'a broker out of memory is told apart from one that crashes': [
    aView({ ...settled, pods: [withContainer(kafkaPod(), terminated(137, 'OOMKilled'))] }),
    ['False', 'OutOfMemory', 'Container kafka of pod btc-kafka-0 was killed at its memory limit'],
  ],
  'a broker that crashes is named with its exit code': [
    aView({ ...settled, pods: [withContainer(kafkaPod(), terminated(1, 'Error'))] }),
    [
      'False',
      'CrashLooping',
      'Container kafka of pod btc-kafka-0 ends with exit code 1 and is started again',
    ],
  ],
  'a volume of another cluster is recognised by what the format container says': [
    aView({
      ...settled,
      pods: [
        {
          ...kafkaPod(),
          status: {
            initContainerStatuses: [
              {
                name: 'format',
                image: 'kafka',
                ready: false,
                restartCount: 3,
                ...terminated(
                  1,
                  'Error',
                  'Exception in thread "main" java.lang.RuntimeException: Invalid cluster.id in: /var/lib/kafka/data/meta.properties. Expected AAAA, but read BBBB\n\tat org.apache…',
                ),
              },
            ],
          },
        },
      ],
    }),
    [
      'False',
      'ClusterIdMismatch',
      'The volume of pod btc-kafka-0 holds the log of Kafka cluster BBBB, and AAAA is expected',
    ],
  ],
  'a quota that keeps the pod from being made is named': [
    aView({
      ...settled,
      pods: [],
      children: withStatus('StatefulSet', {
        conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: small' }],
      }),
    }),
    ['False', 'Refused', 'StatefulSet btc-kafka cannot create its pod: exceeded quota: small'],
  ],
  'a broker that is being rolled is not ready yet, although its old pod is': [
    aView({
      ...settled,
      children: withStatus('StatefulSet', {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 0,
        readyReplicas: 1,
      }),
    }),
    ['False', 'Progressing', 'StatefulSet btc-kafka has no ready pod of its newest version yet'],
  ],
  'a change that its controller has not seen yet is not ready, whatever the old counts say': [
    aView({
      ...settled,
      children: settled.children.map((child) =>
        child.kind === 'StatefulSet' ? { ...child, metadata: { ...child.metadata, generation: 2 } } : child,
      ),
    }),
    ['False', 'Progressing', 'StatefulSet btc-kafka has no ready pod of its newest version yet'],
  ],
  'a wrong password is told apart from a silent broker': [
    aView({
      ...external,
      kafka: { kind: 'Failed', reason: 'KafkaAuthenticationFailed', what: 'Nobody lets us in' },
    }),
    ['False', 'KafkaAuthenticationFailed', 'Nobody lets us in'],
  ],
  'brokers that were not asked are unknown, not down': [
    aView({ ...settled, kafka: { kind: 'NotAsked' } }),
    ['Unknown', 'Progressing', 'The brokers were not asked yet'],
  ],
  'a broker that runs and answers passes every check': [aView(settled), ['True', '', '']],
};

describe('KafkaReady', () => {
  test.each(Object.entries(rows))('%s', (_, [view, expected]) => {
    const { status = 'True', reason = '', what = '' } = firstOf(kafkaChecks, view) ?? {};
    expect([status, reason, what]).toEqual(expected);
  });
});
