/** Training rows with everything sorted into bins. */
export interface BinnedRows {
  readonly binned: Uint8Array;
  readonly width: number;
  readonly guides: Float64Array;
  readonly outcomeBins: Uint8Array;
  /** Bins of the outcome. */
  readonly bins: number;
}

const share = 0.6;
const deepest = 12;
const leastRows = 8;
const triedShare = 1 / 3;
const mostFeatureBins = 64;

interface Split {
  readonly feature: number;
  readonly bin: number;
}

/** One tree; its leaves hold the share of each bin of the outcome. */
export class Tree {
  readonly #features: Int16Array;
  readonly #bins: Uint8Array;
  readonly #left: Int32Array;
  readonly #leaves: readonly (Float32Array | undefined)[];

  constructor(nodes: readonly Node[]) {
    this.#features = Int16Array.from(nodes, ({ split }) => split?.feature ?? -1);
    this.#bins = Uint8Array.from(nodes, ({ split }) => split?.bin ?? 0);
    this.#left = Int32Array.from(nodes, ({ left }) => left);
    this.#leaves = nodes.map(({ leaf }) => leaf);
  }

  leafOf(binned: Uint8Array): Float32Array {
    let node = 0;
    for (let feature = this.#features[0] as number; feature >= 0; feature = this.#features[node] as number) {
      const right = (binned[feature] as number) > (this.#bins[node] as number);
      node = (this.#left[node] as number) + (right ? 1 : 0);
    }
    return this.#leaves[node] as Float32Array;
  }
}

/** A node under construction; the right child follows the left one. */
interface Node {
  split?: Split;
  left: number;
  leaf?: Float32Array;
}

/** Grows one tree on a random share of the rows. */
export function growTree(rows: BinnedRows, random: () => number): Tree {
  const chosen: number[] = [];
  for (let row = 0; row < rows.guides.length; row += 1) if (random() < share) chosen.push(row);
  const order = Int32Array.from(chosen);
  const search = new SplitSearch(rows, order, random);
  const nodes: Node[] = [{ left: -1 }];
  const open = [{ node: 0, from: 0, to: order.length, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, from, to, depth } = next;
    const split = depth < deepest && to - from >= 2 * leastRows ? search.best(from, to) : undefined;
    const grown = nodes[node] as Node;
    if (split === undefined) {
      grown.leaf = leafOver(rows, order, from, to);
      continue;
    }
    const middle = partition(rows, order, { from, to }, split);
    grown.split = split;
    grown.left = nodes.length;
    nodes.push({ left: -1 }, { left: -1 });
    open.push({ node: grown.left, from, to: middle, depth: depth + 1 });
    open.push({ node: grown.left + 1, from: middle, to, depth: depth + 1 });
  }
  return new Tree(nodes);
}

/** Looks for the split that makes the guides of both sides most alike, among some features taken at random. */
class SplitSearch {
  readonly #rows: BinnedRows;
  readonly #order: Int32Array;
  readonly #random: () => number;
  readonly #counts = new Float64Array(mostFeatureBins);
  readonly #sums = new Float64Array(mostFeatureBins);

  constructor(rows: BinnedRows, order: Int32Array, random: () => number) {
    this.#rows = rows;
    this.#order = order;
    this.#random = random;
  }

  best(from: number, to: number): Split | undefined {
    let total = 0;
    for (let at = from; at < to; at += 1) total += this.#rows.guides[this.#order[at] as number] as number;
    let found: Split | undefined;
    let gain = (total * total) / (to - from);
    const tried = Math.ceil(this.#rows.width * triedShare);
    for (let k = 0; k < tried; k += 1) {
      const feature = Math.floor(this.#random() * this.#rows.width);
      this.#count(feature, from, to);
      const better = this.#bestBin(total, to - from, gain);
      if (better === undefined) continue;
      gain = better.gain;
      found = { feature, bin: better.bin };
    }
    return found;
  }

  #count(feature: number, from: number, to: number): void {
    const { binned, width, guides } = this.#rows;
    this.#counts.fill(0);
    this.#sums.fill(0);
    for (let at = from; at < to; at += 1) {
      const row = this.#order[at] as number;
      const bin = binned[row * width + feature] as number;
      this.#counts[bin] = (this.#counts[bin] as number) + 1;
      this.#sums[bin] = (this.#sums[bin] as number) + (guides[row] as number);
    }
  }

  #bestBin(total: number, rows: number, least: number): { bin: number; gain: number } | undefined {
    let [count, sum, gain, found] = [0, 0, least, -1];
    for (let bin = 0; bin < mostFeatureBins - 1; bin += 1) {
      count += this.#counts[bin] as number;
      sum += this.#sums[bin] as number;
      if (count < leastRows) continue;
      if (rows - count < leastRows) break;
      const reached = (sum * sum) / count + ((total - sum) * (total - sum)) / (rows - count);
      if (reached > gain * (1 + 1e-12) + 1e-15) [gain, found] = [reached, bin];
    }
    return found < 0 ? undefined : { bin: found, gain };
  }
}

function leafOver(
  { outcomeBins, bins }: BinnedRows,
  order: Int32Array,
  from: number,
  to: number,
): Float32Array {
  const leaf = new Float32Array(bins);
  for (let at = from; at < to; at += 1) {
    const bin = outcomeBins[order[at] as number] as number;
    leaf[bin] = (leaf[bin] as number) + 1 / (to - from);
  }
  return leaf;
}

/** Brings the rows at or below the bin to the front; where the others begin is returned. */
function partition(
  { binned, width }: BinnedRows,
  order: Int32Array,
  { from, to }: { readonly from: number; readonly to: number },
  { feature, bin }: Split,
): number {
  let [low, high] = [from, to - 1];
  while (low <= high) {
    const row = order[low] as number;
    if ((binned[row * width + feature] as number) <= bin) low += 1;
    else {
      order[low] = order[high] as number;
      order[high] = row;
      high -= 1;
    }
  }
  return low;
}
