import { expect, test } from 'vitest';
import { ToldProgress } from './told-progress.ts';

/** Lines that are written while so many parts are done that take so many seconds each. */
function told(parts: number, secondsEach: number) {
  const lines: string[] = [];
  let now = 100;
  const progress = new ToldProgress(
    (line) => lines.push(line),
    () => now,
    'less is faster',
  );
  progress.begin('parts', parts);
  for (let part = 0; part < parts; part += 1) {
    progress.reach(part);
    now += secondsEach;
  }
  return lines;
}

test('what is over soon is not spoken of', () => {
  expect(told(1_000, 0.004)).toEqual([]);
});

test('what takes long says so, how far it is and how long it will take, a line each ten seconds', () => {
  expect(told(1_000, 0.03)).toEqual([
    'parts: 16 %, about 25 s left',
    'parts: 50 %, about 15 s left',
    'parts: 83 %, about 5 s left',
  ]);
});

test('what takes very long says once how it takes less', () => {
  const lines = told(10_000, 0.05);
  expect(lines.slice(0, 2)).toEqual([
    'parts: 1 %, about 8 min left; less is faster',
    'parts: 3 %, about 8 min left',
  ]);
  expect(lines).toHaveLength(50);
});
