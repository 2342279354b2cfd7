import { seededRandom } from '../ahead/random.ts';

export interface BootstrapOptions {
  /** Neighbours that are drawn together: at least as many as depend on one another, such as the horizon. */
  readonly block: number;
  /** Coverage of the interval, in (0, 1). */
  readonly level: number;
  readonly draws: number;
  readonly seed: number;
}

/** An interval around a mean. */
export interface BootstrapInterval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * An interval for the mean of dependent values, such as the differences between two forecasters' losses: means of
 * series put together from blocks drawn anew, which may wrap around the end. An interval that does not hold zero
 * says that one forecaster is better. Undefined for fewer than two blocks.
 * (Politis and Romano, A circular block-resampling procedure, 1992.)
 */
export function blockBootstrap(
  values: readonly number[],
  { block, level, draws, seed }: BootstrapOptions,
): BootstrapInterval | undefined {
  const count = values.length;
  if (block < 1 || count < 2 * block) return undefined;
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: draws }, () => meanOfBlocks(values, block, random)).sort();
  const at = (share: number) => means[Math.min(draws - 1, Math.floor(share * draws))] as number;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / count,
    lower: at((1 - level) / 2),
    upper: at((1 + level) / 2),
  };
}

function meanOfBlocks(values: readonly number[], block: number, random: () => number): number {
  const count = values.length;
  let sum = 0;
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    if (index % block === 0) start = Math.floor(random() * count);
    sum += values[(start + (index % block)) % count] as number;
  }
  return sum / count;
}
