import { ForecastError } from '../forecast-error.ts';

/** Arrays that a state is made of. */
export type StateArray = Float64Array | Float32Array | Uint16Array | Uint8Array | Uint32Array;

/** Puts a state together: numbers and arrays one after another, in the byte order of the machine. */
export class StateWriter {
  readonly #parts: Uint8Array[] = [];

  number(value: number): void {
    this.array(Float64Array.of(value));
  }

  array(values: StateArray): void {
    const head = new Uint8Array(Uint32Array.of(values.byteLength).buffer);
    this.#parts.push(head, new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

/**
 * Takes a state apart, in the order in which it was put together.
 * @throws ForecastError `SNAPSHOT_INVALID` where the bytes are not of that state
 */
export class StateReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    const value = new Float64Array(1);
    this.into(value);
    return value[0] as number;
  }

  /** Fills an array of a length that is known. */
  into(values: StateArray): void {
    const found = this.#next();
    if (found.byteLength !== values.byteLength) refuse();
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(found);
  }

  /** An array of a length that is not known. */
  array<T extends StateArray>(make: { new (length: number): T; readonly BYTES_PER_ELEMENT: number }): T {
    const found = this.#next();
    const values = new make(Math.floor(found.byteLength / make.BYTES_PER_ELEMENT));
    if (values.byteLength !== found.byteLength) refuse();
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(found);
    return values;
  }

  /** Everything must have been read. */
  end(): void {
    if (this.#at !== this.#bytes.length) refuse();
  }

  #next(): Uint8Array {
    const from = this.#at + 4;
    if (from > this.#bytes.length) refuse();
    const [length = 0] = new Uint32Array(this.#bytes.slice(this.#at, from).buffer);
    if (from + length > this.#bytes.length) refuse();
    this.#at = from + length;
    return this.#bytes.subarray(from, from + length);
  }
}

function refuse(): never {
  throw new ForecastError(
    'SNAPSHOT_INVALID',
    'the bytes are no snapshot of such a forecaster; open it from history instead',
  );
}
