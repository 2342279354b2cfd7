import { expect, test } from 'vitest';
import { type Arrival, type Passage, passage } from './arrivals.ts';

const window = { beginMs: 1_000, endMs: 11_000, lateMs: 2_000 };
const at = (atMs: number, delayMs: number): Arrival => ({ atMs, delayMs });

test.each<[string, readonly Arrival[], Passage]>([
  [
    'nothing arrives: all of it is silence',
    [at(500, 10), at(20_000, 10)],
    { arrivals: 0, silenceSeconds: 10, pauseSeconds: 0, lateForSeconds: 0 },
  ],
  [
    'a pause of a second that is made up for at once',
    [at(2_000, 100), at(3_500, 1_100), at(3_600, 50), at(10_900, 50)],
    { arrivals: 4, silenceSeconds: 7.3, pauseSeconds: 1.1, lateForSeconds: 0 },
  ],
  [
    'one partition that is late for longer than the others',
    [at(2_000, 100), at(3_000, 2_500), at(4_000, 3_000), at(4_500, 90), at(10_000, 1_999)],
    { arrivals: 5, silenceSeconds: 5.5, pauseSeconds: 3, lateForSeconds: 3 },
  ],
])('%s', (_name, arrivals, expected) => {
  expect(passage(arrivals, window)).toEqual(expected);
});
