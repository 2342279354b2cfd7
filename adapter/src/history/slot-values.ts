/** Room that a new list has, and by how much a full one grows that is not the longest yet. */
const room = { first: 256, factor: 1.25 } as const;

/** Largest number in single precision. */
const largest = 3.4028234663852886e38;

/**
 * A list of numbers in which some are missing, in single precision, four bytes for each: a thousand scalers remember more
 * than ten million of them, and forecasts rest on seven digits. Reads as an array with `null` for what is missing.
 */
export class SlotValues {
  readonly #most: number;
  #kept = new Float32Array(room.first);
  #length = 0;

  /** Lists are seldom longer than `most`, and then not for long. */
  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Undefined beyond the ends. */
  at(index: number): number | null | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    const value = this.#kept[index];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  /** From an index on; oldest first. */
  from(index: number): (number | null)[] {
    return Array.from(this.#kept.subarray(Math.max(0, index), this.#length), (value) =>
      Number.isNaN(value) ? null : value,
    );
  }

  set(index: number, value: number): void {
    this.#kept[index] = single(value);
  }

  push(value: number | null): void {
    this.#makeRoom(this.#length + 1);
    this.#kept[this.#length] = value === null ? Number.NaN : single(value);
    this.#length += 1;
  }

  /** Puts so many missing values after the last. */
  pushGap(count: number): void {
    if (count <= 0) return;
    this.#makeRoom(this.#length + count);
    this.#kept.fill(Number.NaN, this.#length, this.#length + count);
    this.#length += count;
  }

  /** Puts so many missing values before the first. */
  pushGapBefore(count: number): void {
    if (count <= 0) return;
    this.#makeRoom(this.#length + count);
    this.#kept.copyWithin(count, 0, this.#length);
    this.#kept.fill(Number.NaN, 0, count);
    this.#length += count;
  }

  /** Takes the first ones away. */
  drop(count: number): void {
    this.#kept.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  clear(): void {
    this.#length = 0;
  }

  #makeRoom(needed: number): void {
    if (needed <= this.#kept.length) return;
    const grown = Math.min(Math.ceil(this.#kept.length * room.factor), this.#most + 1);
    const larger = new Float32Array(Math.max(needed, grown));
    larger.set(this.#kept.subarray(0, this.#length));
    this.#kept = larger;
  }
}

const single = (value: number): number => Math.max(-largest, Math.min(largest, value));
