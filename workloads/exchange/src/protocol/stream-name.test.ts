import { expect, test } from 'vitest';
import { frameText } from './frames.ts';
import { parseStreamAddress, parseStreamName } from './stream-name.ts';

test.each([
  ['/ws/btcusdt@aggTrade', { combined: false, streams: ['btcusdt@aggTrade'] }],
  ['/ws/btcusdt%40aggTrade', { combined: false, streams: ['btcusdt@aggTrade'] }],
  ['/ws', { combined: false, streams: [] }],
  ['/ws/0', { combined: false, streams: ['0'] }],
  [
    '/stream?streams=a@aggTrade/b@aggTrade/a@aggTrade',
    { combined: true, streams: ['a@aggTrade', 'b@aggTrade'] },
  ],
  ['/stream', { combined: true, streams: [] }],
  ['/other', undefined],
])('the address %s is read', (address, read) => {
  expect(parseStreamAddress(address)).toEqual(read);
});

test.each([
  ['btcusdt@aggTrade', { symbol: 'BTCUSDT', kind: 'aggTrade' }],
  ['btcusdt@kline_1m', { symbol: 'BTCUSDT', kind: 'kline_1m' }],
  ['BTCUSDT@aggTrade', undefined],
  ['btcusdt@depth', undefined],
  ['', undefined],
])('the stream name "%s" is read', (name, read) => {
  expect(parseStreamName(name)).toEqual(read);
});

test('a frame is wrapped on a combined connection only', () => {
  const frame = { stream: 'btcusdt@aggTrade', plain: '{"e":"aggTrade"}' };
  expect(frameText(frame, true)).toBe('{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade"}}');
  expect(frameText(frame, false)).toBe('{"e":"aggTrade"}');
});
