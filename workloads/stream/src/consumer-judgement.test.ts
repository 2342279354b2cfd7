import { expect, test } from 'vitest';
import { judgeConsumer } from './consumer-judgement.ts';
import type { ConsumerState } from './group-member.ts';
import { StreamError } from './stream-error.ts';

const working: ConsumerState = {
  ready: true,
  rebalancing: false,
  partitions: [{ topic: 'trades', partition: 0 }],
  lagSeconds: 0.2,
  failure: undefined,
};
const unreachable = new StreamError('BROKER_UNREACHABLE', 'nobody answers');

test.each<[string, Partial<ConsumerState>, string[]]>([
  ['it works', {}, ['True Connected', 'True StageReady', 'True CaughtUp']],
  [
    'it has just started',
    { ready: false, partitions: [], lagSeconds: undefined },
    ['Unknown Pending', 'Unknown Restoring', 'Unknown Pending'],
  ],
  [
    'the group is divided anew',
    { ready: false, rebalancing: true },
    ['True Connected', 'Unknown Restoring', 'True CaughtUp'],
  ],
  ['much has piled up', { lagSeconds: 61 }, ['True Connected', 'True StageReady', 'False CatchingUp']],
  [
    'the broker is gone',
    { ready: false, lagSeconds: 40, failure: { error: unreachable, attempts: 3, since: 0 } },
    ['False BrokerUnreachable', 'Unknown Restoring', 'False CatchingUp'],
  ],
])('%s', (_name, change, judgements) => {
  const told = judgeConsumer({ ...working, ...change }).map(({ status, reason }) => `${status} ${reason}`);
  expect(told).toEqual(judgements);
});
