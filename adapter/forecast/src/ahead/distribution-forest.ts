import { growTree } from './distribution-tree.ts';
import { binOf, FeatureBins } from './feature-bins.ts';
import { PackedTrees } from './packed-trees.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

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

/**
 * Quantile regression forest: trees split the features so that like outcomes meet in a leaf, and each leaf
 * keeps the whole distribution of its outcomes, so that two peaks stay two peaks. (Meinshausen, Quantile
 * Regression Forests, JMLR 2006; splits on histograms of binned features.)
 */
export class DistributionForest {
  /** Edges between the bins of the outcome. */
  readonly edges: Float64Array;
  readonly #bins: FeatureBins;
  readonly #trees: PackedTrees;
  readonly #binned: Uint8Array;
  readonly #counts: Uint32Array;

  private constructor(edges: Float64Array, bins: FeatureBins, trees: PackedTrees) {
    this.edges = edges;
    this.#bins = bins;
    this.#trees = trees;
    this.#binned = new Uint8Array(bins.width);
    this.#counts = new Uint32Array(edges.length + 1);
  }

  /** Grows a forest; the same rows, edges and chance give the same forest. */
  static grow(rows: TrainingRows, edges: Float64Array, random: () => number): DistributionForest {
    const { features, width, outcomes, guides } = rows;
    const featureBins = FeatureBins.of(features, width);
    const binned = featureBins.columns(features);
    const outcomeBins = Uint8Array.from(outcomes, (outcome) => binOf(edges, outcome));
    const bins = edges.length + 1;
    const table = { binned, width, guides, outcomeBins, bins };
    const trees = Array.from({ length: treeCount }, () => growTree(table, random));
    return new DistributionForest(edges, featureBins, PackedTrees.pack(trees, bins));
  }

  static restore(from: StateReader): DistributionForest {
    const edges = from.array(Float64Array);
    return new DistributionForest(edges, FeatureBins.restore(from), PackedTrees.restore(from));
  }

  save(to: StateWriter): void {
    to.array(this.edges);
    this.#bins.save(to);
    this.#trees.save(to);
  }

  /** Writes the chance of each bin of the outcome, of which there is one more than edges, to `chances`. */
  predict(features: Float32Array, chances: Float64Array): void {
    this.#bins.row(features, this.#binned);
    chances.fill(0);
    const { count } = this.#trees;
    for (let tree = 0; tree < count; tree += 1) {
      const rows = this.#trees.leafOf(tree, this.#binned, this.#counts);
      for (let bin = 0; bin < chances.length; bin += 1)
        chances[bin] = (chances[bin] as number) + shareOf(this.#counts[bin] as number, rows) / count;
    }
  }
}

/** Share of so many rows, summed up one by one in single precision. */
function shareOf(count: number, rows: number): number {
  let share = 0;
  for (let row = 0; row < count; row += 1) share = Math.fround(share + 1 / rows);
  return share;
}
