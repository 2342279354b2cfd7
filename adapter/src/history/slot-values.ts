/** Room that a new list has, and by how much a full one grows that is not the longest yet. */
const room = { first: 256, factor: 1.25 } as const;

/** Largest number in single precision. */
const largest = 3.4028234663852886e38;

/**
 * A list of numbers in which some are missing, in single precision, four bytes for each: a thousand scalers remember more
 * than ten million of them, and forecasts rest on seven digits. Reads as an array with `null` for what is missing. Its
 * oldest part may be put away, and cannot be read until it is brought back.
 */
export class SlotValues {
  readonly #most: number;
  #kept = new Float32Array(room.first);
  #held = 0;
  #away = 0;

  /** Lists are seldom longer than `most`, and then not for long. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Those that are put away included. */
  get length(): number {
    return this.#away + this.#held;
  }

  /** How many are put away, the first of all. */
  get away(): number {
    return this.#away;
  }

  /** Undefined beyond the ends. */
  at(index: number): number | null | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const value = this.#kept[this.#placeOf(index)];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  /** From an index on; oldest first. */
  from(index: number): (number | null)[] {
    return Array.from(this.#kept.subarray(this.#placeOf(Math.max(0, index)), this.#held), (value) =>
      Number.isNaN(value) ? null : value,
    );
  }

  set(index: number, value: number): void {
    this.#kept[this.#placeOf(index)] = single(value);
  }

  push(value: number | null): void {
    this.#makeRoom(this.#held + 1);
    this.#kept[this.#held] = value === null ? Number.NaN : single(value);
    this.#held += 1;
  }

  /** Puts so many missing values after the last. */
  pushGap(count: number): void {
    if (count <= 0) return;
    this.#makeRoom(this.#held + count);
    this.#kept.fill(Number.NaN, this.#held, this.#held + count);
    this.#held += count;
  }

  /** Puts so many missing values before the first, which must not be put away. */
  pushGapBefore(count: number): void {
    if (count <= 0) return;
    const before = this.#placeOf(0);
    this.#makeRoom(this.#held + count);
    this.#kept.copyWithin(before + count, before, this.#held);
    this.#kept.fill(Number.NaN, before, before + count);
    this.#held += count;
  }

  /** Takes the first ones away. */
  drop(count: number): void {
    const away = Math.min(count, this.#away);
    this.#away -= away;
    this.#kept.copyWithin(0, count - away, this.#held);
    this.#held -= count - away;
  }

  clear(): void {
    this.#held = 0;
    this.#away = 0;
  }

  /** Puts the first ones away, so that they take no memory. */
  putAway(count: number): void {
    const more = Math.min(count - this.#away, this.#held);
    if (more <= 0) return;
    this.#away += more;
    this.#held -= more;
    const kept = new Float32Array(Math.max(room.first, this.#held));
    kept.set(this.#kept.subarray(more, more + this.#held));
    this.#kept = kept;
  }

  /** Brings back what was put away; it is missing until it is set. */
  bringBack(): void {
    const missing = this.#away;
    this.#away = 0;
    this.pushGapBefore(missing);
  }

  /** @throws RangeError for what is put away: to take it for missing would lose it */
  #placeOf(index: number): number {
    if (index < this.#away) throw new RangeError(`VALUES_PUT_AWAY: ${index} lies before ${this.#away}`);
    return index - this.#away;
  }

  #makeRoom(needed: number): void {
    if (needed <= this.#kept.length) return;
    const grown = Math.min(Math.ceil(this.#kept.length * room.factor), this.#most + 1);
    const larger = new Float32Array(Math.max(needed, grown));
    larger.set(this.#kept.subarray(0, this.#held));
    this.#kept = larger;
  }
}

const single = (value: number): number => Math.max(-largest, Math.min(largest, value));
