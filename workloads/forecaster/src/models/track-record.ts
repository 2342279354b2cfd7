import type { PredictionLabel } from '@pricecast/market';

/** How a record is kept. */
export interface RecordOptions {
  /** Forecasts of so many minutes overlap: they count as one block. */
  readonly horizonMinutes: number;
  /** Blocks that count, the newest ones. */
  readonly blocks: number;
}

/** Mean absolute errors of a block. */
interface Block {
  readonly model: number;
  readonly lastValue: number;
}

/** Blocks before anything is said. */
const fewestBlocks = 24;
/** One-sided 5 % of the normal distribution. */
const significance = 1.645;

/**
 * Whether a model beats the last value: the difference of their absolute errors, by blocks as long as the horizon,
 * must be above 0 significantly (Diebold and Mariano, Journal of Business & Economic Statistics 13 (1995), with
 * blocks in place of autocovariances).
 */
export class TrackRecord {
  readonly #options: RecordOptions;
  readonly #ring: Block[] = [];
  #next = 0;
  /** Sums over the blocks: of either error, and of the squared gain. */
  #model = 0;
  #lastValue = 0;
  #squaredGain = 0;
  #open = { model: 0, lastValue: 0, count: 0 };

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  /** Takes in the absolute errors of a forecast and of the last value. */
  add(model: number, lastValue: number): void {
    this.#open.model += model;
    this.#open.lastValue += lastValue;
    this.#open.count += 1;
    const { count } = this.#open;
    if (count < this.#options.horizonMinutes) return;
    this.#keep({ model: this.#open.model / count, lastValue: this.#open.lastValue / count });
    this.#open = { model: 0, lastValue: 0, count: 0 };
  }

  get label(): PredictionLabel {
    const count = this.#ring.length;
    if (count < fewestBlocks) return 'NotJudgedYet';
    const mean = (this.#lastValue - this.#model) / count;
    const variance = Math.max(0, (this.#squaredGain - count * mean * mean) / (count - 1));
    return mean > significance * Math.sqrt(variance / count) ? 'Skilled' : 'NoSkillOverLastValue';
  }

  /** Mean absolute error over that of the last value; undefined before the first block. */
  get errorRatio(): number | undefined {
    return this.#lastValue > 0 ? this.#model / this.#lastValue : undefined;
  }

  #keep(block: Block): void {
    const oldest = this.#ring[this.#next];
    if (oldest !== undefined) this.#count(oldest, -1);
    this.#count(block, 1);
    this.#ring[this.#next] = block;
    this.#next = (this.#next + 1) % this.#options.blocks;
  }

  #count({ model, lastValue }: Block, times: 1 | -1): void {
    this.#model += times * model;
    this.#lastValue += times * lastValue;
    this.#squaredGain += times * (lastValue - model) ** 2;
  }
}
