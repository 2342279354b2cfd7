import { expect, test } from 'vitest';
import { ownerOf } from './rendezvous.ts';

const keys = Array.from({ length: 3_000 }, (_, index) => `shop/scaler-${index}`);
const three = ['adapter-0', 'adapter-1', 'adapter-2'];

test('three replicas have about a third each', () => {
  const counts = three.map((replica) => keys.filter((key) => ownerOf(key, three) === replica).length);
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(100);
});

test('when one goes, only its scalers move, to both of the others', () => {
  const two = three.slice(0, 2);
  const moved = keys.filter((key) => ownerOf(key, three) !== ownerOf(key, two));
  expect(moved).toEqual(keys.filter((key) => ownerOf(key, three) === 'adapter-2'));
  expect(new Set(moved.map((key) => ownerOf(key, two)))).toEqual(new Set(two));
});

test('the order in which replicas are named does not matter, and nobody has a scaler without any', () => {
  for (const key of keys.slice(0, 100)) expect(ownerOf(key, three.toReversed())).toBe(ownerOf(key, three));
  expect(ownerOf('shop/a', [])).toBeUndefined();
});
