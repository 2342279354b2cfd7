import { afterAll, expect, test } from 'vitest';
import { WorkerForecaster } from './worker-forecaster.ts';

const forecaster = new WorkerForecaster({ took: () => {}, died: () => {} });
const options = { stepSeconds: 60, window: { from: 1.5, to: 2.5 } };
const values = Array.from({ length: 200 }, (_, step) => 100 + (step % 10));
afterAll(() => forecaster.close());

test('a history is asked for when its turn comes, not while it waits', async () => {
  const asked: string[] = [];
  const open = (key: string) =>
    forecaster.open(key, options, () => {
      asked.push(key);
      return values;
    });
  const answers = [open('a'), open('b')];
  expect(asked).toEqual(['a']);
  await Promise.all(answers);
  expect(asked).toEqual(['a', 'b']);
});

test('a history that cannot be told is refused, and who comes after it is served', async () => {
  const broken = forecaster.open('c', options, () => {
    throw new Error('gone');
  });
  const next = forecaster.open('d', options, () => values);
  await expect(broken).rejects.toThrow('gone');
  expect((await next).forecast.kind).toBe('Made');
});

test('a track goes on in the thread from a state that is handed over', async () => {
  const { state } = await forecaster.open('e', options, () => values);
  const expected = await forecaster.step('e', [104, 105]);
  const resumed = await forecaster.resume('f', options, state ?? new Uint8Array(), [104, 105]);
  expect(resumed.forecast).toEqual(expected.forecast);
});
