import { describe, expect, test } from 'vitest';
import { chance } from '../testing/bars.ts';
import { RidgeMemory } from './ridge-memory.ts';

const random = chance(3);
const vector = () => Float64Array.from([1, random(), 5 + random(), -2 + 0.1 * random()]);

describe('a ridge memory', () => {
  test('finds the plane that its numbers lie on, for each response', () => {
    const ridge = new RidgeMemory({ size: 4, retention: 1, penalty: 1e-9, responses: 2 });
    for (let at = 0; at < 200; at += 1) {
      const x = vector();
      const [, a = 0, b = 0, c = 0] = x;
      ridge.learn(x, [3 + 2 * a - b + 4 * c, 7 - a]);
    }
    ridge.refit(0);
    ridge.refit(1);
    expect(ridge.predict(0, Float64Array.from([1, 10, 20, 30]))).toBeCloseTo(3 + 20 - 20 + 120, 3);
    expect(ridge.predict(1, Float64Array.from([1, 10, 20, 30]))).toBeCloseTo(-3, 3);
  });

  test('shrinks towards the mean, never towards 0', () => {
    const ridge = new RidgeMemory({ size: 4, retention: 1, penalty: 1e9, responses: 1 });
    for (let at = 0; at < 50; at += 1) ridge.learn(vector(), [1_000 + random()]);
    ridge.refit(0);
    expect(ridge.predict(0, vector())).toBeCloseTo(1_000.5, 0);
  });

  test('forgets what was', () => {
    const ridge = new RidgeMemory({ size: 4, retention: 0.9, penalty: 0.01, responses: 1 });
    for (const level of [5, 9]) for (let at = 0; at < 200; at += 1) ridge.learn(vector(), [level]);
    ridge.refit(0);
    expect(ridge.predict(0, vector())).toBeCloseTo(9, 3);
  });

  test('says nothing before it was fitted', () => {
    expect(
      new RidgeMemory({ size: 4, retention: 1, penalty: 1, responses: 1 }).predict(0, vector()),
    ).toBeUndefined();
  });
});
