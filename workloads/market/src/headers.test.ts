import { expect, test } from 'vitest';
import { messageHeaders, traceparent } from './headers.ts';

const live = {
  schema: 'trade/1',
  source: 'binance',
  ingestTime: 1498793709200,
  traceparent: traceparent('0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'),
  backfill: false,
  originalTime: undefined,
};

test('a live trade carries no header that does not apply to it', () => {
  expect(messageHeaders(live)).toEqual({
    'content-type': 'application/json',
    schema: 'trade/1',
    source: 'binance',
    'ingest-time': '1498793709200',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
  });
});

test('a refilled trade of a replay says both', () => {
  const headers = messageHeaders({ ...live, backfill: true, originalTime: 1570752011620 });
  expect(headers).toMatchObject({ backfill: 'true', 'original-time': '1570752011620' });
});
