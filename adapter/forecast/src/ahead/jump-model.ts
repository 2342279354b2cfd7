import { DistributionForest } from './distribution-forest.ts';
import { binOf } from './feature-bins.ts';
import { seededRandom } from './random.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

const edgeLevels = [
  0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97,
  0.975, 0.98, 0.984, 0.988, 0.99, 0.992, 0.994, 0.995, 0.996, 0.997, 0.998, 0.999, 0.9995,
];
const seed = 12_345;

/** Rows to learn jumps from: features of each moment and how far the forecast of that moment was off. */
export interface JumpRows {
  readonly features: Float32Array;
  /** Features of a moment. */
  readonly width: number;
  readonly misses: Float64Array;
}

/**
 * Distribution of the miss of the regression, given what the moment looks like. It knows the jumps that come
 * by the clock or in bursts, which no spread around a mean describes.
 */
export class JumpModel {
  readonly #forest: DistributionForest;
  readonly #chances: Float64Array;
  readonly #below: Float64Array;
  readonly #lowest: number;
  readonly #highest: number;

  private constructor(forest: DistributionForest, lowest: number, highest: number) {
    this.#forest = forest;
    this.#chances = new Float64Array(forest.edges.length + 1);
    this.#below = new Float64Array(forest.edges.length + 2);
    this.#lowest = lowest;
    this.#highest = highest;
  }

  static learn({ features, width, misses }: JumpRows): JumpModel {
    const ordered = Float64Array.from(misses).sort();
    const at = (level: number) => ordered[Math.floor(level * (ordered.length - 1))] as number;
    const edges = Float64Array.from(new Set(edgeLevels.map(at)));
    const deviation = Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length);
    const guides = misses.map((miss) => Math.max(-0.3 * deviation, Math.min(miss, 6 * deviation)));
    const rows = { features, width, outcomes: misses, guides };
    const forest = DistributionForest.grow(rows, edges, seededRandom(seed + misses.length));
    const margin = 1e-9 * (1 + deviation);
    return new JumpModel(
      forest,
      Math.min(at(0), (edges[0] as number) - margin),
      Math.max(at(1), (edges.at(-1) as number) + margin),
    );
  }

  static restore(from: StateReader): JumpModel {
    const [lowest, highest] = [from.number(), from.number()];
    return new JumpModel(DistributionForest.restore(from), lowest, highest);
  }

  save(to: StateWriter): void {
    to.number(this.#lowest);
    to.number(this.#highest);
    this.#forest.save(to);
  }

  /** Looks at a moment; the questions below are about it. */
  look(features: Float32Array): void {
    this.#forest.predict(features, this.#chances);
    let sum = 0;
    for (let bin = 0; bin < this.#chances.length; bin += 1) {
      sum += this.#chances[bin] as number;
      this.#below[bin + 1] = sum;
    }
  }

  /** Largest miss that was ever learned from. */
  get highest(): number {
    return this.#highest;
  }

  get lowest(): number {
    return this.#lowest;
  }

  /** Chance that the miss is below `miss`. */
  shareBelow(miss: number): number {
    const { edges } = this.#forest;
    const bin = binOf(edges, miss);
    const low = bin === 0 ? this.#lowest : (edges[bin - 1] as number);
    const high = bin === edges.length ? this.#highest : (edges[bin] as number);
    const [from, to] = [this.#below[bin] as number, this.#below[bin + 1] as number];
    if (miss <= low) return from;
    return miss >= high ? to : from + ((to - from) * (miss - low)) / (high - low);
  }
}
