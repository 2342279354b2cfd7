import { expect, test } from 'vitest';
import type { Published } from '../sharing/published.ts';
import { anExplanation, aSnapshot, producedAt } from '../testing/world.ts';
import { Bulletin } from './bulletin.ts';

const key = 'shop/checkout';

/** What was published some seconds after the first decision; each time it was read it is another object. */
function published(seconds: number, desired = 7): Published {
  const { decisions, ...explanation } = anExplanation('checkout');
  const [decision] = decisions;
  if (decision === undefined) throw new Error('the explanation has a decision');
  const at = new Date(producedAt + seconds * 1_000).toISOString();
  return { snapshot: aSnapshot(), explanation, decision: { ...decision, at, desired } };
}

/** The log after publications were heard in this order, as seconds and replicas wanted. */
function logAfter(...heard: readonly Published[]) {
  const bulletin = new Bulletin(() => []);
  for (const one of heard) bulletin.take(key, one);
  const [explanation] = bulletin.explanationsOf('shop');
  return explanation?.decisions.map(({ at, desired }) => [(Date.parse(at) - producedAt) / 1_000, desired]);
}

test.each([
  ['heard in order, each is logged', [published(0), published(5, 8)]],
  [
    'a mirror that connects again reads what it has heard: it is logged once',
    [published(0), published(5, 8), published(5, 8)],
  ],
  ['one that comes late is left aside', [published(0), published(5, 8), published(0, 3)]],
])('%s', (_, heard) => {
  expect(logAfter(...heard)).toEqual([
    [0, 7],
    [5, 8],
  ]);
});
