import { expect, test } from 'vitest';
import { OutcomeJudge } from './outcome-judge.ts';

const judged = (judge: OutcomeJudge, values: readonly (number | null)[]) =>
  values.map((value) => judge.add(value));

test('a forecast is judged by the largest load of its window, between values by a line', () => {
  const judge = new OutcomeJudge({ from: 1.5, to: 2.5 }, 0.9);
  judged(judge, [0, 0, 0, 0]);
  judge.promise(25);
  // 1.5 steps on the line from 10 to 20 is 15; the whole step within is 20; 2.5 steps on is 30.
  const [first, second, third] = judged(judge, [10, 20, 40]);
  expect([first, second]).toEqual([[], []]);
  expect(third).toEqual([
    {
      loss: expect.closeTo(0.9 * 5),
      baselineLoss: expect.closeTo(27),
      covered: false,
      level: 0.9,
      overlap: 3,
    },
  ]);
});

test('a window of which a value is missing is not judged', () => {
  const judge = new OutcomeJudge({ from: 0.5, to: 2 }, 0.9);
  judged(judge, [1, 1, 1, 1]);
  judge.promise(1);
  expect(judged(judge, [1, null, 1]).flat()).toEqual([]);
});
