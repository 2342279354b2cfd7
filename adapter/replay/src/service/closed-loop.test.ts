import { describe, expect, test } from 'vitest';
import { renderedBehavior } from '../hpa/behavior.ts';
import { policies } from '../policies/by-name.ts';
import type { Policy } from '../policies/policy.ts';
import type { Setup } from '../policies/setup.ts';
import { dailyTrace, setupOf } from '../testing/daily-trace.ts';
import { type Measure, runClosed } from './closed-loop.ts';
import { QueueService } from './queue-service.ts';
import { RetryService } from './retry-service.ts';

const setup = setupOf(dailyTrace(2));
const options = { warmupDays: 1, startupSeconds: () => 60 };
const stretch = (arrivals: number, ready: number) => ({ arrivals, ready, perReplica: 10, seconds: 15 });

describe('a queue', () => {
  test('keeps what cannot be served, and lets it go when there is room', () => {
    const queue = new QueueService(0);
    expect(queue.pass(stretch(30, 2))).toMatchObject({ served: 20, waiting: 150, rejected: 0 });
    expect(queue.pass(stretch(10, 2))).toMatchObject({ served: 20, waiting: 0 });
  });

  test('serves nobody while partitions are dealt anew', () => {
    const queue = new QueueService(10);
    expect(queue.pass(stretch(10, 2)).served).toBe(10);
    expect(queue.pass(stretch(10, 3))).toMatchObject({ served: 10, waiting: 0 });
    const long = new QueueService(60);
    long.pass(stretch(10, 2));
    expect([1, 2, 3, 4, 5].map(() => long.pass(stretch(10, 3)).served)).toEqual([0, 0, 0, 0, 30]);
  });
});

test('requests that failed come again in part', () => {
  const retries = new RetryService();
  expect(retries.pass(stretch(30, 2))).toMatchObject({ served: 20, rejected: 10, short: true });
  expect(retries.pass(stretch(10, 2))).toMatchObject({ served: 18, rejected: 0, short: false });
});

test('on a queue that is dealt anew at each change, less is late than with a plain HPA and with lag scaling', () => {
  const [own, plain, lag] = (['predictive', 'hpa', 'keda-lag'] as const).map(
    (name) =>
      runClosed(setup, policies[name], { service: new QueueService(10), measure: 'offered' }, options)
        .violationMinutesPerDay,
  );
  expect(own).toBeLessThan(plain ?? 0);
  expect(own).toBeLessThan(lag ?? 0);
});

test.each<[string, Measure, number]>([
  ['who measures what was served never sees more than the replicas can do', 'served', 50],
  ['who measures what was offered sees it all', 'offered', 290],
])('%s', (_name, measure, most) => {
  let largest = 0;
  const five = (seen: Setup): Policy => ({
    name: 'five',
    behavior: renderedBehavior,
    wish: ({ row }) => {
      if (row > 0) largest = Math.max(largest, seen.world.trace.loads[row] ?? 0);
      return { replicas: 5, reason: 'Fixed' };
    },
  });
  runClosed(setup, five, { service: new QueueService(0), measure }, options);
  expect(largest).toBeGreaterThan(0.8 * most);
  expect(largest).toBeLessThanOrEqual(most + 1);
});
