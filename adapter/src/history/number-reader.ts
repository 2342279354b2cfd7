const [zero, point, minus] = [0x30, 0x2e, 0x2d];
/** Digits that a double holds exactly, and powers of ten that it does. */
const exact = { digits: 15, tens: 22 } as const;
const powersOfTen = Array.from({ length: exact.tens + 1 }, (_, power) => Number(`1e${power}`));

/**
 * Reads decimal numbers out of bytes, as `Number` reads them out of a text. Short ones take no memory: as many digits as a
 * double holds, divided once by a power of ten that it holds, are the nearest double. (Clinger, How to Read Floating Point
 * Numbers Accurately, PLDI 1990.)
 */
export class NumberReader {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The number between two places; NaN where there is none. */
  read(from: number, to: number): number {
    const bytes = this.#bytes;
    const isNegative = bytes[from] === minus;
    const begin = isNegative ? from + 1 : from;
    let digits = 0;
    let pointAt = to;
    for (let at = begin; at < to; at += 1) {
      const byte = bytes[at] as number;
      if (byte === point && pointAt === to) {
        pointAt = at;
        continue;
      }
      if (byte < zero || byte > zero + 9) return this.#readSlowly(from, to);
      digits = digits * 10 + (byte - zero);
    }
    const hasPoint = pointAt < to;
    const fraction = hasPoint ? to - pointAt - 1 : 0;
    if (to - begin > exact.digits || to - begin === (hasPoint ? 1 : 0)) return this.#readSlowly(from, to);
    const value = digits / (powersOfTen[fraction] as number);
    return isNegative ? -value : value;
  }

  #readSlowly(from: number, to: number): number {
    const text = this.#bytes.toString('latin1', from, to);
    return text === '' ? Number.NaN : Number(text);
  }
}
