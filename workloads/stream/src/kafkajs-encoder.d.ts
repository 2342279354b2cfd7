/** The part of the client's own encoder that encoder-buffers.ts replaces. */
declare module 'kafkajs/src/protocol/encoder.js' {
  class Encoder {
    static nextPowerOfTwo(value: number): number;
    buf: Buffer;
    offset: number;
    constructor(initialSize?: number);
    get buffer(): Buffer;
    ensureAvailable(length: number): void;
    writeInt32(value: number): this;
    writeBytes(value: Buffer): this;
    writeVarIntString(value: string): this;
  }
  export = Encoder;
}
