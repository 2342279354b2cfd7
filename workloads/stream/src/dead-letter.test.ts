import { expect, test } from 'vitest';
import type { ConsumedRecord } from './consumed-batch.ts';
import { deadLetter, deadLetterHeaders, revived } from './dead-letter.ts';
import type { RawMessage } from './outgoing-message.ts';

const noon = Date.UTC(2026, 0, 1, 12);
const address = { topic: 'trades.dlq', groupId: 'processor', now: noon };
const record: ConsumedRecord = {
  topic: 'trades',
  partition: 3,
  offset: 41n,
  key: Buffer.from('BTCUSDT'),
  value: Buffer.from([0xff, 0xfe, 0x00]),
  headers: { source: Buffer.from([0xc3, 0x28]) },
  timestamp: noon - 5_000,
};
const rejection = { record, code: 'TRADE_INVALID', message: 'is not JSON' };

/** The message as it is read again from the topic that it was written to. */
function read(message: RawMessage): ConsumedRecord {
  const bytes = (value: string | Buffer) => (typeof value === 'string' ? Buffer.from(value) : value);
  return {
    topic: message.topic,
    partition: 0,
    offset: 0n,
    key: message.key === undefined ? undefined : bytes(message.key),
    value: message.value === undefined ? undefined : bytes(message.value),
    headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, bytes(value)])),
    timestamp: message.timestamp,
  };
}

test('a dead letter keeps key, value and headers byte for byte and says where it came from and why', () => {
  expect(deadLetter(rejection, address)).toEqual({
    topic: 'trades.dlq',
    key: record.key,
    value: record.value,
    headers: {
      source: record.headers.source,
      'dlq-original-topic': 'trades',
      'dlq-original-partition': '3',
      'dlq-original-offset': '41',
      'dlq-original-timestamp': String(noon - 5_000),
      'dlq-error-code': 'TRADE_INVALID',
      'dlq-error-message': 'is not JSON',
      'dlq-consumer-group': 'processor',
      'dlq-attempts': '1',
    },
    timestamp: noon,
  });
});

test('revived, it is the message that it was, and the next attempt is the second', () => {
  const message = revived(read(deadLetter(rejection, address)));
  expect(message).toEqual({
    topic: 'trades',
    key: record.key,
    value: record.value,
    headers: { ...record.headers, 'dlq-attempts': Buffer.from('1') },
    timestamp: record.timestamp,
  });
  const again = message && deadLetter({ ...rejection, record: read(message) }, address);
  expect(again?.headers[deadLetterHeaders.attempts]).toBe('2');
});

test('a message without key and value becomes a dead letter without them', () => {
  const empty = { ...record, key: undefined, value: undefined };
  expect(deadLetter({ ...rejection, record: empty }, address)).toMatchObject({
    key: undefined,
    value: undefined,
  });
});

test('a sentence that quotes a huge message is cut', () => {
  const { headers } = deadLetter({ ...rejection, message: 'x'.repeat(10_000) }, address);
  expect(headers[deadLetterHeaders.message]).toHaveLength(500);
});

test('a message that is no dead letter cannot be revived', () => {
  expect(revived(record)).toBeUndefined();
});
