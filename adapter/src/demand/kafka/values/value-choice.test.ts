import { expect, test } from 'vitest';
import { chosenFrom, type ValueChoice } from './value-choice.ts';

const prediction = JSON.stringify({
  ...{ symbol: 'BTCUSDT', target: 'Volatility', horizonSeconds: 300, skilled: true, point: '0.012' },
  intervals: [{ levelPercent: 80, upper: 0.02 }],
});
const fields = [
  { path: 'target', value: 'Volatility' },
  { path: 'horizonSeconds', value: '300' },
];

test.each<[string, Partial<ValueChoice>, number | undefined]>([
  ['a number at the path, also one written as text', {}, 0.012],
  ['a number deeper down', { valuePath: 'intervals.0.upper' }, 0.02],
  ['that of the key', { key: 'BTCUSDT' }, 0.012],
  ['nothing under another key', { key: 'ETHUSDT' }, undefined],
  ['that of the fields, numbers as they are written', { matchFields: fields }, 0.012],
  [
    'nothing where one field differs',
    { matchFields: [...fields, { path: 'symbol', value: 'X' }] },
    undefined,
  ],
  ['that of a boolean field', { matchFields: [{ path: 'skilled', value: 'true' }] }, 0.012],
  ['nothing where a field is no single word', { matchFields: [{ path: 'intervals', value: '' }] }, undefined],
  ['nothing where there is no number', { valuePath: 'symbol' }, undefined],
  ['nothing where there is nothing', { valuePath: 'intervals.1.upper' }, undefined],
])('of a message is taken: %s', (_, choice, expected) => {
  const record = { key: Buffer.from('BTCUSDT'), value: Buffer.from(prediction) };
  expect(chosenFrom(record, { valuePath: 'point', ...choice })).toBe(expected);
});

test.each([undefined, '', 'no JSON', 'null', '[]', '{"point":null}', '{"point":"1e999"}', '{"point":""}'])(
  'of the value %j nothing is taken',
  (value) => {
    expect(chosenFrom({ value }, { valuePath: 'point' })).toBeUndefined();
  },
);

test('a message without a key is not that of a key', () => {
  expect(chosenFrom({ value: '{"point":1}' }, { valuePath: 'point', key: '' })).toBeUndefined();
  expect(chosenFrom({ value: '{"point":1}' }, { valuePath: 'point' })).toBe(1);
});
