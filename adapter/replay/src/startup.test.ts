import { expect, test } from 'vitest';
import { seeded } from './seeded.ts';
import { drawnStarts, startP90 } from './startup.ts';

test('nine in ten drawn starts do not exceed the P90, and half the median', () => {
  const startUp = { medianSeconds: 120, spread: 0.5 };
  const draw = drawnStarts(startUp, seeded(3));
  const drawn = Array.from({ length: 4_000 }, draw);
  const share = (seconds: number) => drawn.filter((one) => one <= seconds).length / drawn.length;
  expect(share(startP90(startUp))).toBeCloseTo(0.9, 1);
  expect(share(120)).toBeCloseTo(0.5, 1);
});

test('without a spread every pod takes the median', () => {
  const draw = drawnStarts({ medianSeconds: 45, spread: 0 }, seeded(3));
  expect([draw(), draw()]).toEqual([45, 45]);
});
