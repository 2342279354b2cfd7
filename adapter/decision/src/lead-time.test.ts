import { expect, test } from 'vitest';
import { leadTimeOf, learnLeadTime, noLeadTime } from './lead-time.ts';

const pod = (seconds: number) => ({ created: 0, serving: seconds * 1_000, newNode: false });

test('until a start was seen the lead time is the default', () => {
  expect(leadTimeOf(noLeadTime)).toEqual({ seconds: 120, learnedFrom: 0, parts: {}, newNodeShare: 0 });
});

test('nine in ten starts do not exceed the lead time', () => {
  const memory = Array.from({ length: 20 }, (_, index) => pod(index + 1)).reduce(learnLeadTime, noLeadTime);
  expect(leadTimeOf(memory).seconds).toBe(18);
});

test('the parts of a start are told apart', () => {
  const start = {
    created: 0,
    scheduled: 1_000,
    pulled: 9_000,
    started: 10_000,
    serving: 30_000,
    newNode: true,
  };
  expect(leadTimeOf(learnLeadTime(noLeadTime, start))).toMatchObject({
    parts: { schedule: 1, pull: 8, start: 1, ready: 20 },
    newNodeShare: 1,
  });
});

test('a pod that served before it was created teaches nothing', () => {
  expect(learnLeadTime(noLeadTime, { created: 5_000, serving: 0, newNode: false })).toEqual(noLeadTime);
});
