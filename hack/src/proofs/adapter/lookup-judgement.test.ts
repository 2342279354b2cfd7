import { scalingMetrics } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import type { Lookup } from './lookup.ts';
import { type HeardDecision, judgeLookups } from './lookup-judgement.ts';

const decision = (decidedAt: number, load: number, change: Partial<HeardDecision> = {}): HeardDecision => ({
  ...{ replica: 'a', scaler: 's', heardAt: decidedAt + 5, decidedAt, sampledAt: decidedAt - 10, load },
  desired: Math.ceil(load / 10),
  ...change,
});
const lookup = (askedAt: number, value: number, change: Partial<Lookup> = {}): Lookup => ({
  ...{ scaler: 's', metric: scalingMetrics.observedLoad, way: 'HPA', askedAt, answeredAt: askedAt + 2 },
  outcome: { kind: 'Value', value },
  ...change,
});
const log = [decision(1_000, 50), decision(16_000, 70), decision(31_000, 90)];
const differ = (one: Lookup, decisions = log) => judgeLookups([one], decisions, 100).different.length;

describe('an answer', () => {
  test.each([
    ['is the newest decision', lookup(17_000, 70), 0],
    ['is the one that was made a moment ago and that nobody has heard of', lookup(16_001, 70), 0],
    ['is the one before, while the news is on its way', lookup(16_050, 50), 0],
    ['is the one before, long after the news', lookup(16_200, 50), 1],
    ['is a decision that was not made yet', lookup(15_000, 70), 1],
    ['is no decision at all', lookup(17_000, 71), 1],
    ['is zero', lookup(17_000, 0), 1],
    ['is about another scaler', lookup(17_000, 70, { scaler: 't' }), 1],
    ['is the number of replicas', lookup(17_000, 7, { metric: scalingMetrics.desiredReplicas }), 0],
  ])('%s', (_, one, count) => {
    expect(differ(one)).toBe(count);
  });

  test('is not held against a decision that came late and was left aside', () => {
    const late = decision(15_999, 60, { replica: 'b', heardAt: 16_100 });
    expect(differ(lookup(17_000, 70), [...log.slice(0, 2), late])).toBe(0);
    expect(differ(lookup(17_000, 60), [...log.slice(0, 2), late])).toBe(1);
  });
});

test('ages, delays and failures are told', () => {
  const failure = lookup(2_000, 0, { outcome: { kind: 'Failed', why: 'reset' } });
  const judged = judgeLookups([lookup(16_040, 50), lookup(17_000, 70), failure], log, 100);
  expect(judged).toMatchObject({ answers: 2, oldestMs: 15_050, longestBehindMs: 35, failed: [failure] });
});
