import { expect, test } from 'vitest';
import { planTopic, type TopicSpec, type TopicState } from './topic-plan.ts';

const state: TopicState = {
  name: 'trades',
  partitions: 12,
  replicationFactor: 1,
  config: { 'retention.ms': '3600000', 'retention.bytes': '-1', 'cleanup.policy': 'delete' },
  configuredHere: ['retention.ms'],
};
const spec: TopicSpec = { name: 'trades', partitions: 12, replicationFactor: 1, config: {} };

test.each<[string, Partial<TopicSpec>, Record<string, string>, string[]]>([
  ['nothing is wished: nothing is done', {}, {}, []],
  ['the same values: nothing is done', { config: { 'retention.ms': '3600000' } }, {}, []],
  ['more partitions: left alone', { partitions: 24 }, {}, ['partitions 24/12']],
  ['fewer partitions: left alone', { partitions: 6 }, {}, ['partitions 6/12']],
  ['more replicas: left alone', { replicationFactor: 3 }, {}, ['replicationFactor 3/1']],
  ['longer retention: changed', { config: { 'retention.ms': '7200000' } }, { 'retention.ms': '7200000' }, []],
  ['endless retention: changed', { config: { 'retention.ms': '-1' } }, { 'retention.ms': '-1' }, []],
  ['shorter retention: left alone', { config: { 'retention.ms': '1' } }, {}, ['retention.ms 1/3600000']],
  ['retention with an end: left alone', { config: { 'retention.bytes': '9' } }, {}, ['retention.bytes 9/-1']],
  [
    'another setting: changed',
    { config: { 'cleanup.policy': 'compact' } },
    { 'cleanup.policy': 'compact' },
    [],
  ],
  [
    'a setting that the broker does not show: changed',
    { config: { 'retention.ms2': '1' } },
    { 'retention.ms2': '1' },
    [],
  ],
])('%s', (_name, wish, changes, differences) => {
  const plan = planTopic({ ...spec, ...wish }, state);
  expect(plan.changes).toEqual(changes);
  expect(plan.differences.map(({ what, wanted, found }) => `${what} ${wanted}/${found}`)).toEqual(
    differences,
  );
});
