import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageChunks } from './message-chunks.ts';
import { messageBytes, type RawMessage } from './outgoing-message.ts';

const message = (size: number): RawMessage => ({
  topic: 'bars',
  key: 'BTCUSDT',
  value: 'x'.repeat(size),
  headers: {},
  timestamp: 0,
});

test('chunks are the messages in order, within both bounds wherever that is possible', () => {
  const bounds = { messages: 4, bytes: 400 };
  fc.assert(
    fc.property(fc.array(fc.nat(600).map(message), { maxLength: 40 }), (messages) => {
      const chunks = messageChunks(messages, bounds);
      expect(chunks.flat()).toEqual(messages);
      for (const chunk of chunks) {
        const bytes = chunk.reduce((sum, one) => sum + messageBytes(one), 0);
        expect(chunk.length).toBeLessThanOrEqual(bounds.messages);
        expect(chunk.length === 1 || bytes <= bounds.bytes).toBe(true);
      }
    }),
  );
});
