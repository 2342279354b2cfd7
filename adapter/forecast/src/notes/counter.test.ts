import { expect, test } from 'vitest';
import { counterSign } from './counter.ts';

const total = (reset: number) =>
  Float64Array.from({ length: 100 }, (_, time) => 7 * (time % reset) + (time % 3));

test.each<[string, Float64Array, number | undefined]>([
  ['a total that began again twice', total(40), 2],
  ['a total that never began again', total(1000), 0],
  ['a total with a gap', total(40).map((value, time) => (time > 50 && time < 60 ? Number.NaN : value)), 2],
  [
    'a load that rises and falls',
    Float64Array.from({ length: 100 }, (_, time) => 10 + Math.sin(time)),
    undefined,
  ],
  ['a saw-tooth', total(5), undefined],
  ['a constant', new Float64Array(100).fill(3), undefined],
  ['a few values', Float64Array.of(1, 2, 3), undefined],
  ['negative values', Float64Array.from({ length: 100 }, (_, time) => time - 50), undefined],
])('%s', (_, values, resets) => {
  expect(counterSign(values)?.resets).toBe(resets);
});
