import { expect, test } from 'vitest';
import { LoadSource } from './load-source.ts';
import { type DemandSource, type Reading, unread } from './reading.ts';

const { signal } = new AbortController();
const sourceOf = (reading: Reading, past?: DemandSource['past']): LoadSource =>
  new LoadSource({ read: async () => reading, close: async () => {}, ...(past && { past }) });
const value = (load: number): Reading => ({ kind: 'Value', at: 1, load });
const gone = unread('DemandUnreachable', 'No server answers');

test.each<[string, Reading, object]>([
  ['a load is taken as it is', value(3), value(3)],
  ['no load is a load', value(0), value(0)],
  [
    'a negative number is a fault that says so',
    value(-1.5),
    { kind: 'Missing', reason: 'DemandRefused', what: 'The source gives a negative load: -1.5' },
  ],
  ['a fault is passed on', gone, gone],
  ['a beginning is passed on', { kind: 'Started' }, { kind: 'Started' }],
])('%s', async (_, reading, expected) => {
  expect(await sourceOf(reading).read(signal)).toEqual(expected);
});

test('negative numbers of the past are gaps', async () => {
  const span = { from: 0, to: 40, stepMs: 10 };
  const past = [-1, 0, undefined, 5].map((load, index) => ({ at: 10 * index, load }));
  expect(await sourceOf(value(1), async () => past).past?.(span, signal)).toEqual(past.slice(1));
  expect(await sourceOf(value(1), async () => gone).past?.(span, signal)).toEqual(gone);
  expect(sourceOf(value(1)).past).toBeUndefined();
});
