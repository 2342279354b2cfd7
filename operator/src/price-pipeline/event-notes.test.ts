import type { PricePipelineStatus } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import type { Deed } from './apply.ts';
import { notesOn } from './event-notes.ts';
import { firstStatus, statusOf } from './status.ts';
import { anObserved, aPipeline, aView, now } from './testing/builders.ts';
import { settledWorld } from './testing/world.ts';

const settled = settledWorld(anObserved());
const ready = statusOf(aView(settled), now);
const broken = statusOf(
  aView({
    ...settled,
    kafka: { kind: 'Failed', reason: 'BrokerUnreachable', what: 'No broker answers at a:9092' },
  }),
  now,
);
const paused = statusOf(aView({ ...settled, pipeline: aPipeline({ suspend: true }) }), now);
const rolling = statusOf(
  aView({ ...settled, children: settled.children.filter(({ kind }) => kind !== 'StatefulSet') }),
  now,
);
const first = firstStatus(aPipeline(), now);

type Row = readonly [
  PricePipelineStatus | undefined,
  PricePipelineStatus,
  readonly Deed[],
  readonly string[],
];

const rows: Readonly<Record<string, Row>> = {
  'a status that stays as it is gives no event': [ready, ready, [], []],
  'numbers that move give no event': [ready, { ...ready, eventsPerSecond: '7' }, [], []],
  'a first status gives no event': [undefined, first, [], []],
  'children that were made are told in one event': [
    first,
    first,
    [
      { verb: 'Created', what: 'Service btc-kafka' },
      { verb: 'Created', what: 'StatefulSet btc-kafka' },
    ],
    ['Normal Created: Created Service btc-kafka, StatefulSet btc-kafka.'],
  ],
  'a repair says who had changed what': [
    ready,
    ready,
    [{ verb: 'Repaired', what: 'Service btc-kafka', detail: 'kubectl-edit had changed .spec.ports' }],
    ['Warning Repaired: Repaired Service btc-kafka: kubectl-edit had changed .spec.ports.'],
  ],
  'a pipeline that gets ready says so': [
    broken,
    ready,
    [],
    ['Normal Ready: Every stage holds and trades arrive.'],
  ],
  'a pipeline that was ready degrades, once and with its cause': [
    ready,
    broken,
    [],
    [
      'Warning Degraded: KafkaReady: No broker answers at a:9092, since 2026-01-02T03:04:05Z. Check the address, the NetworkPolicies and whether the brokers run.',
    ],
  ],
  'a pipeline that rolls because somebody asked for it is no warning': [
    ready,
    rolling,
    [{ verb: 'Updated', what: 'StatefulSet btc-kafka' }],
    [
      'Normal Updated: Updated StatefulSet btc-kafka.',
      'Normal Reconciling: KafkaReady: StatefulSet btc-kafka has no ready pod of its newest version yet, since 2026-01-02T03:04:05Z. Wait. If it lasts for more than a few minutes, look at the pods and events that the message names.',
    ],
  ],
  'a pod that goes away by itself is one': [
    ready,
    rolling,
    [],
    [
      'Warning Degraded: KafkaReady: StatefulSet btc-kafka has no ready pod of its newest version yet, since 2026-01-02T03:04:05Z. Wait. If it lasts for more than a few minutes, look at the pods and events that the message names.',
    ],
  ],
  'a pipeline that never was ready tells the cause of the stage': [
    first,
    broken,
    [],
    [
      'Warning BrokerUnreachable: KafkaReady: No broker answers at a:9092, since 2026-01-02T03:04:05Z. Check the address, the NetworkPolicies and whether the brokers run.',
    ],
  ],
  'a cause that stays is told once': [broken, broken, [], []],
  'a pipeline that is suspended on purpose is no warning': [
    ready,
    paused,
    [],
    [
      'Normal Suspended: The pipeline is suspended by spec.suspend, since 2026-01-02T03:04:05Z. Set spec.suspend to false to go on.',
    ],
  ],
};

describe('events of a pipeline', () => {
  test.each(Object.entries(rows))('%s', (_, [before, after, deeds, expected]) => {
    const told = notesOn(before, after, deeds).map(({ type, reason, note }) => `${type} ${reason}: ${note}`);
    expect(told).toEqual(expected);
  });
});
