import { describe, expect, test } from 'vitest';
import { firstOf } from '../../judgement/verdict.ts';
import { anObserved, aPipeline, aView, earlier } from '../testing/builders.ts';
import { aReport, collectorPod, exchangePod, settledWorld, withContainer } from '../testing/world.ts';
import type { View } from '../view.ts';
import { collectorChecks } from './collector-checks.ts';

const settled = settledWorld(anObserved());
const pod = collectorPod().metadata.name;

const saying = (status: 'False' | 'Unknown', reason: string, message: string) =>
  new Map([[pod, aReport([{ type: 'ExchangeConnected', status, reason, message, since: earlier }])]]);
const complaint = (reason: string, message: string) => saying('False', reason, message);

const withDeployment = (name: string, status: object) =>
  settled.children.map((child) => (child.metadata.name === name ? { ...child, status } : child));

const polled = {
  name: 'gecko',
  type: 'CoinGecko',
  symbols: ['bitcoin'],
  streams: ['Bars'],
  intervalSeconds: 60,
};

const rows: Readonly<Record<string, readonly [View, readonly [string, string, string]]>> = {
  'sources that nobody collects yet are said to be so': [
    aView({ pipeline: aPipeline({ sources: [polled] }) }),
    ['False', 'NotBuiltYet', 'None of spec.sources is of a type and stream that this version collects'],
  ],
  'a suspended pipeline has no collectors on purpose': [
    aView({ ...settled, pipeline: aPipeline({ suspend: true }) }),
    ['False', 'Suspended', 'Collectors are stopped, because spec.suspend is true'],
  ],
  'a foreign Deployment under the name of a shard is a conflict': [
    aView({
      ...settled,
      refusals: [
        {
          component: 'collector',
          reason: 'NameConflict',
          what: 'Deployment btc-collector-replay-0 was made by somebody else',
        },
      ],
    }),
    ['False', 'NameConflict', 'Deployment btc-collector-replay-0 was made by somebody else'],
  ],
  'an image of the exchange that cannot be pulled keeps the collector waiting': [
    aView({
      ...settled,
      pods: [
        collectorPod(),
        withContainer(exchangePod(), { state: { waiting: { reason: 'ErrImagePull' } } }),
      ],
    }),
    [
      'False',
      'ImagePullFailed',
      'Image registry.example/pricecast/exchange:1.2.3 of container exchange in pod btc-exchange-replay-abc cannot be pulled',
    ],
  ],
  'a quota that refuses the pod is named': [
    aView({
      ...settled,
      children: withDeployment('btc-collector-replay-0', {
        conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: small' }],
      }),
    }),
    ['False', 'Refused', 'Deployment btc-collector-replay-0 cannot create its pod: exceeded quota: small'],
  ],
  'a shard that waits for the topics is on its way': [
    aView({ ...settled, children: settled.children.filter(({ kind }) => kind !== 'Deployment') }),
    ['False', 'Progressing', 'Deployment btc-exchange-replay is made when the topics are ready'],
  ],
  'what a collector complains of becomes the reason': [
    aView({ ...settled, reports: complaint('ExchangeUnreachable', 'ws://exchange does not resolve.') }),
    ['False', 'ExchangeUnreachable', `Pod ${pod} reports: ws://exchange does not resolve`],
  ],
  'a complaint in words that this version does not know is a pod that is not ready': [
    aView({ ...settled, reports: complaint('MoonIsFull', 'Tides are high') }),
    ['False', 'PodsNotReady', `Pod ${pod} reports: Tides are high`],
  ],
  'a pod that is not ready and says nothing is not ready': [
    aView({
      ...settled,
      children: withDeployment('btc-collector-replay-0', {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
      }),
    }),
    ['False', 'PodsNotReady', 'Deployment btc-collector-replay-0 has no ready pod of its newest version yet'],
  ],
  'a pod that is not ready says in its own words what it is busy with': [
    aView({
      ...settled,
      children: withDeployment('btc-collector-replay-0', {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
      }),
      reports: saying('Unknown', 'Pending', 'Connecting to Kafka'),
    }),
    [
      'False',
      'PodsNotReady',
      `Deployment btc-collector-replay-0 has no ready pod of its newest version yet; pod ${pod} reports: Connecting to Kafka`,
    ],
  ],
  'a pod that cannot be asked is unknown, not fine': [
    aView({ ...settled, reports: new Map([[pod, { kind: 'Unavailable', what: 'ECONNREFUSED' }]]) }),
    ['Unknown', 'ReportUnavailable', `Pod ${pod} gives no report: ECONNREFUSED`],
  ],
  'collectors that are connected pass every check': [aView(settled), ['True', '', '']],
};

describe('CollectorReady', () => {
  test.each(Object.entries(rows))('%s', (_, [view, expected]) => {
    const { status = 'True', reason = '', what = '' } = firstOf(collectorChecks, view) ?? {};
    expect([status, reason, what]).toEqual(expected);
  });
});
