import { expect, test } from 'vitest';
import { calmTrace } from '../testing/daily-trace.ts';
import { rollout } from './rollout.ts';

const trace = calmTrace(1);
const begin = (trace.times.at(-1) ?? 0) - 3_600;
const { template, rollsOut, capacityShare } = rollout(trace, {
  from: 1,
  startupSeconds: 120,
  capacityShare: 0.6,
});

test.each([
  ['before a deploy all pods are of the first template', -1, 'first', 1, false],
  ['the new template is to be seen at once, and the old pods still serve', 0, 'second', 1, true],
  ['the first new pods serve a start-up time later', 120, 'second', 0.9, true],
  ['a quarter more with each start-up time', 479, 'second', 0.7, true],
  ['until all are new', 480, 'second', 0.6, false],
])('%s', (_name, seconds, seen, share, mixed) => {
  const now = begin + seconds;
  expect([template(now), rollsOut(now)]).toEqual([seen, mixed]);
  expect(capacityShare(now)).toBeCloseTo(share);
});
