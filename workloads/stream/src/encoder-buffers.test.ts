import fc from 'fast-check';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { expect, test } from 'vitest';
import { useSmallBuffers } from './encoder-buffers.ts';

const parts = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x7fffffff }), fc.string({ maxLength: 700 })), {
  maxLength: 30,
});

function encoded(values: readonly (number | string)[]): Buffer {
  const encoder = new Encoder();
  for (const value of values) {
    if (typeof value === 'number') encoder.writeInt32(value);
    else encoder.writeBytes(Buffer.from(value)).writeVarIntString(value);
  }
  return encoder.buffer;
}

test('whatever is encoded, the bytes are those of the large buffers, in a small one', () => {
  const samples = fc.sample(parts, 200);
  const before = samples.map(encoded);
  useSmallBuffers();
  expect(samples.map(encoded)).toEqual(before);
  expect(new Encoder().buf.length).toBe(64);
});
