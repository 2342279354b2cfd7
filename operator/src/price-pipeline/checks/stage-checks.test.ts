import { describe, expect, test } from 'vitest';
import { firstOf } from '../../judgement/verdict.ts';
import { anObserved, aPipeline, aView, earlier, fullPath } from '../testing/builders.ts';
import { aReport, settledWorld, stagePod, withContainer } from '../testing/world.ts';
import type { View } from '../view.ts';
import { stageChecks } from './stage-checks.ts';

const settled = settledWorld(anObserved({ pipeline: aPipeline(fullPath) }));
const withDeployment = (name: string, parts: object) =>
  settled.children.map((child) =>
    child.kind === 'Deployment' && child.metadata.name === name ? { ...child, ...parts } : child,
  );
const without = (...names: string[]) =>
  settled.children.filter(({ metadata }) => !names.includes(metadata.name));
const status = (replicas: number, updatedReplicas: number, readyReplicas: number) => ({
  observedGeneration: 1,
  replicas,
  updatedReplicas,
  readyReplicas,
});
const complaint = aReport(
  [
    {
      type: 'KafkaConnected',
      status: 'False',
      reason: 'BrokerUnreachable',
      message: 'No broker answers.',
      since: earlier,
    },
  ],
  {},
  'processor',
);

const rows: Readonly<Record<string, readonly [View, readonly [string, string, string]]>> = {
  'the first stage waits for the topics': [
    aView({ ...settled, children: without('btc-processor') }),
    ['False', 'Progressing', 'Deployment btc-processor is made when the topics are ready'],
  ],
  'an image that cannot be pulled is told of this stage': [
    aView({
      ...settled,
      pods: [withContainer(stagePod('processor'), { state: { waiting: { reason: 'ErrImagePull' } } })],
    }),
    [
      'False',
      'ImagePullFailed',
      'Image registry.example/pricecast/processor:1.2.3 of container processor in pod btc-processor-abc cannot be pulled',
    ],
  ],
  'what happens to another stage does not matter': [
    aView({
      ...settled,
      pods: settled.pods.map((pod) =>
        pod.metadata.name === 'btc-gateway-abc'
          ? withContainer(pod, { state: { waiting: { reason: 'ErrImagePull' } } })
          : pod,
      ),
    }),
    ['True', '', ''],
  ],
  'what one of several pods complains of becomes the reason': [
    aView({
      ...settled,
      pods: [...settled.pods, stagePod('processor', 'def')],
      reports: new Map([...settled.reports, ['btc-processor-def', complaint]]),
    }),
    ['False', 'BrokerUnreachable', 'Pod btc-processor-def reports: No broker answers'],
  ],
  'fewer ready pods than its least are too few': [
    aView({ ...settled, children: withDeployment('btc-processor', { status: status(2, 2, 1) }) }),
    ['False', 'PodsNotReady', 'Deployment btc-processor has no ready pod of its newest version yet'],
  ],
  'more pods that start do not unsettle it': [
    aView({
      ...settled,
      children: withDeployment('btc-processor', { spec: { replicas: 5 }, status: status(5, 5, 2) }),
      pods: [...settled.pods, withContainer(stagePod('processor', 'def'), {})],
    }),
    ['True', '', ''],
  ],
  'pods of an older version are not done': [
    aView({ ...settled, children: withDeployment('btc-processor', { status: status(3, 1, 3) }) }),
    ['False', 'PodsNotReady', 'Deployment btc-processor has no ready pod of its newest version yet'],
  ],
  'somebody who scales it below its least is obeyed': [
    aView({
      ...settled,
      children: withDeployment('btc-processor', { spec: { replicas: 1 }, status: status(1, 1, 1) }),
    }),
    ['True', '', ''],
  ],
  'a ready pod that cannot be asked is unknown, not fine': [
    aView({ ...settled, reports: new Map() }),
    ['Unknown', 'ReportUnavailable', 'Pod btc-processor-abc gives no report: it was not asked yet'],
  ],
  'a stage that works passes every check': [aView(settled), ['True', '', '']],
};

describe('ProcessorReady', () => {
  test.each(Object.entries(rows))('%s', (_, [view, expected]) => {
    const { status: found = 'True', reason = '', what = '' } = firstOf(stageChecks('processor'), view) ?? {};
    expect([found, reason, what]).toEqual(expected);
  });
});

test('a later stage names the one that it waits for', () => {
  const view = aView({ ...settled, children: without('btc-gateway') });
  expect(firstOf(stageChecks('gateway'), view)?.what).toBe(
    'Deployment btc-gateway is made when the forecaster works',
  );
});
