import { expect, test } from 'vitest';
import type { Published } from '../sharing/published.ts';
import { anExplanation, aSnapshot, producedAt } from '../testing/world.ts';
import { Bulletin } from './bulletin.ts';

const key = 'shop/checkout';

/** What was published some seconds after the first decision; each time it was read it is another object. */
function published(seconds: number, desired = 7): Published {
  const { decision, ...explanation } = anExplanation('checkout');
  const at = new Date(producedAt + seconds * 1_000).toISOString();
  return { snapshot: aSnapshot(), explanation, decision: { ...decision, at, desired } };
}

/** The log after publications were heard in this order, as seconds and replicas wanted. */
function logAfter(...heard: readonly Published[]) {
  const bulletin = new Bulletin(() => []);
  for (const one of heard) bulletin.take(key, one);
  return bulletin
    .decisionsOf('shop', 'checkout')
    .map(({ at, desired }) => [(Date.parse(at) - producedAt) / 1_000, desired]);
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

test('of each scaler the last 240 decisions are remembered as they were, and one for every explanation', () => {
  const bulletin = new Bulletin(() => []);
  const heard = Array.from({ length: 1_000 }, (_, step) => published(15 * step, step % 7));
  for (const [index, one] of heard.entries()) {
    bulletin.take(key, one);
    const expected = heard.slice(Math.max(0, index - 239), index + 1).map(({ decision }) => decision);
    if (index % 50 === 3) expect(bulletin.decisionsOf('shop', 'checkout')).toEqual(expected);
  }
  expect(bulletin.explanationsOf('shop').map(({ decision }) => decision)).toEqual([heard.at(-1)?.decision]);
  expect(bulletin.decisionsOf('shop', 'other')).toEqual([]);
});
