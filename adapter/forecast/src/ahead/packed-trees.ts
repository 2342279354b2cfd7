import type { GrownNode, Split } from './distribution-tree.ts';
import { LeafCounts, LeafPacker } from './leaf-counts.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

/** Bits that name the bin of a split, and its feature. */
const binBits = 6;
const featureBits = 6;
const binMask = (1 << binBits) - 1;
const featureMask = (1 << featureBits) - 1;
const countShift = binBits + featureBits;
/** More splits on the left than this cannot be told. */
const mostOnLeft = 0xfff;

/**
 * Trees in three bytes for each split. The splits of a tree stand in the order of a walk that goes left first, each
 * with the number of splits on its left: the next split on the left is the next one, the right one follows after so
 * many, and as a tree has one leaf more than splits, the leaves are told by the same numbers.
 */
export class PackedTrees {
  /** Of each split the bin, the feature and the upper four bits of the number on its left. */
  readonly #splits: Uint16Array;
  /** The lower eight bits of that number. */
  readonly #onLeft: Uint8Array;
  /** First split of each tree, and the end of the last. */
  readonly #roots: Uint32Array;
  readonly #leaves: LeafCounts;

  private constructor(splits: Uint16Array, onLeft: Uint8Array, roots: Uint32Array, leaves: LeafCounts) {
    this.#splits = splits;
    this.#onLeft = onLeft;
    this.#roots = roots;
    this.#leaves = leaves;
  }

  /** `bins` are those of the outcome. Throws for a tree of more than 4,096 splits, or of more than 64 features. */
  static pack(trees: readonly (readonly GrownNode[])[], bins: number): PackedTrees {
    const splits: number[] = [];
    const onLeft: number[] = [];
    const leaves = new LeafPacker(bins);
    const put = (nodes: readonly GrownNode[], node: GrownNode): void => {
      if (node.split === undefined) {
        leaves.add(node.counts ?? new Uint32Array(bins));
        return;
      }
      const at = splits.push(0) - 1;
      put(nodes, nodes[node.left] as GrownNode);
      onLeft[at] = splits.length - at - 1;
      splits[at] = packedSplit(node.split, onLeft[at]);
      put(nodes, nodes[node.left + 1] as GrownNode);
    };
    const roots = trees.map((nodes) => {
      const root = splits.length;
      put(nodes, nodes[0] as GrownNode);
      return root;
    });
    return new PackedTrees(
      Uint16Array.from(splits),
      Uint8Array.from(onLeft, (count) => count & 0xff),
      Uint32Array.from([...roots, splits.length]),
      leaves.packed(),
    );
  }

  static restore(from: StateReader): PackedTrees {
    const [splits, onLeft] = [from.array(Uint16Array), from.array(Uint8Array)];
    return new PackedTrees(splits, onLeft, from.array(Uint32Array), LeafCounts.restore(from));
  }

  save(to: StateWriter): void {
    for (const values of [this.#splits, this.#onLeft, this.#roots]) to.array(values);
    this.#leaves.save(to);
  }

  get count(): number {
    return this.#roots.length - 1;
  }

  /** Writes the counts of the leaf that a tree leads to into `counts`; returns the number of its rows. */
  leafOf(tree: number, binned: Uint8Array, counts: Uint32Array): number {
    let at = this.#roots[tree] as number;
    let leaf = at + tree;
    let splits = (this.#roots[tree + 1] as number) - at;
    while (splits > 0) {
      const split = this.#splits[at] as number;
      const left = ((split >> countShift) << 8) | (this.#onLeft[at] as number);
      const isRight = (binned[(split >> binBits) & featureMask] as number) > (split & binMask);
      at += isRight ? left + 1 : 1;
      leaf += isRight ? left + 1 : 0;
      splits = isRight ? splits - 1 - left : left;
    }
    return this.#leaves.read(leaf, counts);
  }
}

function packedSplit({ feature, bin }: Split, onLeft: number): number {
  if (onLeft > mostOnLeft || feature > featureMask || bin > binMask)
    throw new RangeError(`TREE_TOO_LARGE: feature ${feature}, bin ${bin}, ${onLeft} splits on the left`);
  return ((onLeft >> 8) << countShift) | (feature << binBits) | bin;
}
