import { expect, test } from 'vitest';
import { defaultBehavior, renderedBehavior } from './behavior.ts';
import { type MetricReading, propose, proposeAll } from './propose.ts';

const average = (value: number): MetricReading => ({ type: 'Average', value, target: 1 });
const pods = (ready: readonly number[], unready = 0, missing = 0): MetricReading => ({
  type: 'Pods',
  ready,
  unready,
  missing,
  target: 50,
});
const failed: MetricReading = { type: 'Failed', message: 'no metrics returned' };

test.each<[string, MetricReading, number, number | undefined]>([
  ['within the tolerance the count stays', average(10.9), 10, 10],
  ['beyond it the value is divided by its target and rounded up', average(11.2), 10, 12],
  ['below it as well', average(8.5), 10, 9],
  ['pods: the mean over the target', pods([100, 100]), 2, 4],
  ['pods that are not ready count as idle when scaling up', pods([100, 100], 2), 4, 4],
  ['and do not count when scaling down', pods([20, 20], 2), 4, 1],
  ['pods without a value count as at the target when scaling down', pods([10, 10], 0, 2), 4, 3],
  ['and as idle when scaling up', pods([150, 150], 0, 2), 4, 6],
  ['a failed metric proposes nothing', failed, 4, undefined],
])('%s', (_name, reading, replicas, wanted) => {
  expect(propose(reading, replicas, defaultBehavior)).toBe(wanted);
});

test('without tolerance the smallest difference counts', () => {
  expect(propose(average(10.01), 10, renderedBehavior)).toBe(11);
});

test.each<[string, readonly MetricReading[], number | undefined]>([
  ['the largest proposal wins', [average(3), average(7)], 7],
  ['a failed metric forbids scaling down', [average(3), failed], undefined],
  ['and not scaling up', [average(9), failed], 9],
  ['when all failed nothing is proposed', [failed, failed], undefined],
])('several metrics: %s', (_name, readings, wanted) => {
  expect(proposeAll(readings, 5, renderedBehavior)).toBe(wanted);
});
