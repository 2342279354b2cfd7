import type { StateReader, StateWriter } from './state-bytes.ts';

/** Leaves from one whose place is known to the next. */
const groupSize = 8;
/** Bins that are told to be empty by one bit. */
const stretch = 8;
const firstRoom = 1_024;

/**
 * How many rows of each bin of the outcome every leaf holds, packed: a count of n is n ones and a zero, and a bit before
 * every eight bins tells whether any of them has a row. A forest has more than ten thousand leaves of about twenty rows,
 * which so take five bytes each.
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
    let at = this.#groups[Math.floor(leaf / groupSize)] as number;
    for (let before = leaf % groupSize; before >= 0; before -= 1) at = this.#readFrom(at, into);
    let rows = 0;
    for (let bin = 0; bin < this.#bins; bin += 1) rows += into[bin] as number;
    return rows;
  }

  /** Reads the leaf that begins at a bit; returns the first bit of the next one. */
  #readFrom(first: number, into: Uint32Array): number {
    let at = first;
    for (let bin = 0; bin < this.#bins; bin += stretch) {
      const end = Math.min(bin + stretch, this.#bins);
      const hasRows = this.#isOne(at);
      at += 1;
      if (hasRows) at = this.#readStretch(at, bin, end, into);
      else into.fill(0, bin, end);
    }
    return at;
  }

  #readStretch(first: number, from: number, end: number, into: Uint32Array): number {
    let at = first;
    for (let bin = from; bin < end; bin += 1) {
      let count = 0;
      for (; this.#isOne(at); at += 1) count += 1;
      into[bin] = count;
      at += 1;
    }
    return at;
  }

  #isOne(at: number): boolean {
    return ((this.#bits[at >> 3] as number) & (1 << (at & 7))) !== 0;
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
    for (let bin = 0; bin < this.#bins; bin += stretch) {
      const inside = counts.subarray(bin, Math.min(bin + stretch, this.#bins));
      const hasRows = inside.some((count) => count > 0);
      this.#put(hasRows ? 1 : 0, hasRows ? 0 : 1);
      if (hasRows) for (const count of inside) this.#put(count, 1);
    }
  }

  packed(): LeafCounts {
    return new LeafCounts(
      this.#bins,
      this.#bits.slice(0, (this.#at + 7) >> 3),
      Uint32Array.from(this.#groups),
    );
  }

  #put(ones: number, zeros: number): void {
    this.#makeRoom(ones + zeros);
    for (let one = 0; one < ones; one += 1) {
      const byte = this.#at >> 3;
      this.#bits[byte] = (this.#bits[byte] as number) | (1 << (this.#at & 7));
      this.#at += 1;
    }
    this.#at += zeros;
  }

  #makeRoom(bits: number): void {
    const bytes = (this.#at + bits + 7) >> 3;
    if (bytes <= this.#bits.length) return;
    const larger = new Uint8Array(Math.max(bytes, 2 * this.#bits.length));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
