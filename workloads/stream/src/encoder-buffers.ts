/// <reference path="./kafkajs-encoder.d.ts" />
import Encoder from 'kafkajs/src/protocol/encoder.js';

const firstBytes = 64;
let small = false;

/**
 * kafkajs 2.2.4 gives every message and every header of it a buffer of 512 zeroed bytes outside of the heap, of
 * which a header fills 30: a third of what writing costs, and most of its memory. Begins with 64 bytes instead, which
 * Node keeps on its heap, and grows by powers of two from Node's pool. The bytes that are sent stay the same.
 */
export function useSmallBuffers(): void {
  if (small) return;
  small = true;
  // The constructor alone still asks for it.
  Encoder.nextPowerOfTwo = () => firstBytes;
  Encoder.prototype.ensureAvailable = function ensureAvailable(length) {
    const needed = this.offset + length;
    if (needed <= this.buf.length) return;
    const grown = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(needed)));
    this.buf.copy(grown, 0, 0, this.offset);
    this.buf = grown;
  };
}
