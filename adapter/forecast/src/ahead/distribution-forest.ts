import { growTree, type Tree } from './distribution-tree.ts';
import { binOf, type Cuts, cutsOf } from './feature-bins.ts';

/** Rows to learn from. */
export interface TrainingRows {
  /** Features, row after row. */
  readonly features: Float32Array;
  readonly width: number;
  /** What is to be known about each row. */
  readonly outcomes: Float64Array;
  /** What splits are chosen by; a tamed form of the outcomes. */
  readonly guides: Float64Array;
}

const treeCount = 40;
const featureBins = 48;

/**
 * Quantile regression forest: trees split the features so that like outcomes meet in a leaf, and each leaf
 * keeps the whole distribution of its outcomes, so that two peaks stay two peaks. (Meinshausen, Quantile
 * Regression Forests, JMLR 2006; splits on histograms of binned features.)
 */
export class DistributionForest {
  /** Edges between the bins of the outcome. */
  readonly edges: Float64Array;
  readonly #cuts: readonly Cuts[];
  readonly #trees: readonly Tree[];
  readonly #binned: Uint8Array;

  private constructor(edges: Float64Array, cuts: readonly Cuts[], trees: readonly Tree[]) {
    this.edges = edges;
    this.#cuts = cuts;
    this.#trees = trees;
    this.#binned = new Uint8Array(cuts.length);
  }

  /** Grows a forest; the same rows, edges and chance give the same forest. */
  static grow(rows: TrainingRows, edges: Float64Array, random: () => number): DistributionForest {
    const { features, width, outcomes, guides } = rows;
    const cuts = Array.from({ length: width }, (_, column) => cutsOf(features, width, column, featureBins));
    const binned = new Uint8Array(features.length);
    for (let at = 0; at < features.length; at += 1)
      binned[at] = binOf(cuts[at % width] as Cuts, features[at] as number);
    const outcomeBins = Uint8Array.from(outcomes, (outcome) => binOf(edges, outcome));
    const table = { binned, width, guides, outcomeBins, bins: edges.length + 1 };
    const trees = Array.from({ length: treeCount }, () => growTree(table, random));
    return new DistributionForest(edges, cuts, trees);
  }

  /** Writes the chance of each bin of the outcome, of which there is one more than edges, to `chances`. */
  predict(features: Float32Array, chances: Float64Array): void {
    for (let column = 0; column < this.#cuts.length; column += 1)
      this.#binned[column] = binOf(this.#cuts[column] as Cuts, features[column] as number);
    chances.fill(0);
    for (const tree of this.#trees) {
      const leaf = tree.leafOf(this.#binned);
      for (let bin = 0; bin < leaf.length; bin += 1)
        chances[bin] = (chances[bin] as number) + (leaf[bin] as number) / this.#trees.length;
    }
  }
}
