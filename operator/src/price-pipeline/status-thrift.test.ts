import type { PricePipelineStatus } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import { statusOf } from './status.ts';
import { decideWrite } from './status-thrift.ts';
import { anObserved, aView, now } from './testing/builders.ts';
import { settledWorld } from './testing/world.ts';

const stored = statusOf(aView(settledWorld(anObserved())), now);
const faster = { ...stored, eventsPerSecond: '52' };
const degraded: PricePipelineStatus = { ...stored, conditions: stored.conditions?.slice(1) };
const reordered: PricePipelineStatus = { ...stored, conditions: stored.conditions?.toReversed() };

const reworded: PricePipelineStatus = {
  ...stored,
  conditions: stored.conditions?.map((condition) => ({ ...condition, message: 'tried 7 times' })),
};

type Row = readonly [PricePipelineStatus | undefined, PricePipelineStatus, number, object];

const rows: Readonly<Record<string, Row>> = {
  'a first status is written at once': [undefined, stored, 0, { kind: 'Write' }],
  'an equal status is skipped, however old the last write is': [stored, stored, 9_999, { kind: 'Skip' }],
  'conditions in another order are equal': [stored, reordered, 9_999, { kind: 'Skip' }],
  'a changed condition is written at once': [stored, degraded, 0, { kind: 'Write' }],
  'a changed number waits until 30 s have passed': [stored, faster, 12, { kind: 'Later', waitSeconds: 18 }],
  'words that move alone wait like numbers': [stored, reworded, 12, { kind: 'Later', waitSeconds: 18 }],
  'a changed number is written when 30 s have passed': [stored, faster, 30, { kind: 'Write' }],
};

describe('how often a status is written', () => {
  test.each(Object.entries(rows))('%s', (_, [before, after, seconds, expected]) => {
    expect(decideWrite(before, after, seconds)).toEqual(expected);
  });
});
