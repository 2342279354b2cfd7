import type { StateReader, StateWriter } from './state-bytes.ts';

/** Leaves from one whose place is known to the next. */
const groupSize = 8;
const firstRoom = 1_024;

/**
 * How many rows of each bin of the outcome every leaf holds, packed: a count of n is n ones and a zero. A forest has more
 * than ten thousand leaves of about twenty rows, which so take six bytes each.
 */
export class LeafCounts {
  readonly #bins: number;
  readonly #bits: Uint8Array;
  /** First bit of each group of leaves. */
  readonly #groups: Uint32Array;

  constructor(bins: number, bits: Uint8Array, groups: Uint32Array) {
    this.#bins = bins;
    this.#bits = bits;
    this.#groups = groups;
  }

  static restore(from: StateReader): LeafCounts {
    return new LeafCounts(from.number(), from.array(Uint8Array), from.array(Uint32Array));
  }

  save(to: StateWriter): void {
    to.number(this.#bins);
    to.array(this.#bits);
    to.array(this.#groups);
  }

  /** Writes the counts of a leaf to `into`; returns the number of its rows. */
  read(leaf: number, into: Uint32Array): number {
    const bits = this.#bits;
    let at = this.#groups[Math.floor(leaf / groupSize)] as number;
    for (let zeros = (leaf % groupSize) * this.#bins; zeros > 0; at += 1)
      if (((bits[at >> 3] as number) & (1 << (at & 7))) === 0) zeros -= 1;
    let rows = 0;
    for (let bin = 0; bin < this.#bins; bin += 1) {
      const from = at;
      while (((bits[at >> 3] as number) & (1 << (at & 7))) !== 0) at += 1;
      into[bin] = at - from;
      rows += at - from;
      at += 1;
    }
    return rows;
  }
}

/** Packs leaves, one after another. */
export class LeafPacker {
  readonly #bins: number;
  readonly #groups: number[] = [];
  #bits = new Uint8Array(firstRoom);
  #at = 0;
  #leaves = 0;

  constructor(bins: number) {
    this.#bins = bins;
  }

  /** Counts of the rows of each bin. */
  add(counts: Uint32Array): void {
    if (this.#leaves % groupSize === 0) this.#groups.push(this.#at);
    this.#leaves += 1;
    for (let bin = 0; bin < this.#bins; bin += 1) {
      const count = counts[bin] as number;
      this.#makeRoom(count + 1);
      for (let one = 0; one < count; one += 1) {
        const byte = this.#at >> 3;
        this.#bits[byte] = (this.#bits[byte] as number) | (1 << (this.#at & 7));
        this.#at += 1;
      }
      this.#at += 1;
    }
  }

  packed(): LeafCounts {
    return new LeafCounts(
      this.#bins,
      this.#bits.slice(0, (this.#at + 7) >> 3),
      Uint32Array.from(this.#groups),
    );
  }

  #makeRoom(bits: number): void {
    const bytes = (this.#at + bits + 7) >> 3;
    if (bytes <= this.#bits.length) return;
    const larger = new Uint8Array(Math.max(bytes, 2 * this.#bits.length));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
