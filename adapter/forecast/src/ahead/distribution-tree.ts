/** Training rows with everything sorted into bins. */
export interface BinnedRows {
  /** Features, column after column, so that the search for a split stays within one. */
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

export interface Split {
  readonly feature: number;
  readonly bin: number;
}

/** A tree under construction: the right child of a node follows the left one. */
export interface GrownNode {
  split?: Split;
  left: number;
  /** Rows of each bin of the outcome, in a leaf. */
  counts?: Uint32Array;
}

/** Grows one tree on a random share of the rows; the first node is its root. */
export function growTree(rows: BinnedRows, random: () => number): GrownNode[] {
  const chosen: number[] = [];
  for (let row = 0; row < rows.guides.length; row += 1) if (random() < share) chosen.push(row);
  const order = Int32Array.from(chosen);
  const search = new SplitSearch(rows, order, random);
  const nodes: GrownNode[] = [{ left: -1 }];
  const open = [{ node: 0, from: 0, to: order.length, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, from, to, depth } = next;
    const split = depth < deepest && to - from >= 2 * leastRows ? search.best(from, to) : undefined;
    const grown = nodes[node] as GrownNode;
    if (split === undefined) {
      grown.counts = countsOver(rows, order, from, to);
      continue;
    }
    const middle = partition(rows, order, { from, to }, split);
    grown.split = split;
    grown.left = nodes.length;
    nodes.push({ left: -1 }, { left: -1 });
    open.push({ node: grown.left, from, to: middle, depth: depth + 1 });
    open.push({ node: grown.left + 1, from: middle, to, depth: depth + 1 });
  }
  return nodes;
}

/** Looks for the split that makes the guides of both sides most alike, among some features taken at random. */
class SplitSearch {
  readonly #rows: BinnedRows;
  readonly #order: Int32Array;
  readonly #random: () => number;
  readonly #counts = new Float64Array(mostFeatureBins);
  readonly #sums = new Float64Array(mostFeatureBins);
  /** Guides of the rows in question. */
  readonly #guides: Float64Array;

  constructor(rows: BinnedRows, order: Int32Array, random: () => number) {
    this.#rows = rows;
    this.#order = order;
    this.#random = random;
    this.#guides = new Float64Array(order.length);
  }

  best(from: number, to: number): Split | undefined {
    let total = 0;
    for (let at = from; at < to; at += 1) {
      const guide = this.#rows.guides[this.#order[at] as number] as number;
      this.#guides[at] = guide;
      total += guide;
    }
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
    const { binned, guides } = this.#rows;
    const order = this.#order;
    const counts = this.#counts;
    const sums = this.#sums;
    const own = this.#guides;
    const column = feature * guides.length;
    counts.fill(0);
    sums.fill(0);
    for (let at = from; at < to; at += 1) {
      const bin = binned[column + (order[at] as number)] as number;
      counts[bin] = (counts[bin] as number) + 1;
      sums[bin] = (sums[bin] as number) + (own[at] as number);
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

function countsOver(
  { outcomeBins, bins }: BinnedRows,
  order: Int32Array,
  from: number,
  to: number,
): Uint32Array {
  const counts = new Uint32Array(bins);
  for (let at = from; at < to; at += 1) {
    const bin = outcomeBins[order[at] as number] as number;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Brings the rows at or below the bin to the front; where the others begin is returned. */
function partition(
  { binned, guides }: BinnedRows,
  order: Int32Array,
  { from, to }: { readonly from: number; readonly to: number },
  { feature, bin }: Split,
): number {
  const column = feature * guides.length;
  let [low, high] = [from, to - 1];
  while (low <= high) {
    const row = order[low] as number;
    if ((binned[column + row] as number) <= bin) low += 1;
    else {
      order[low] = order[high] as number;
      order[high] = row;
      high -= 1;
    }
  }
  return low;
}
