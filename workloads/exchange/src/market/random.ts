import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is passed in: the same seed gives the same draws. */
export interface Random {
  /** Evenly spread in [0, 1). */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** Positive, with the given mean. */
  exponential(mean: number): number;
  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number;
}

// Above this mean the product method needs as many draws as the mean; the normal approximation is off by < 1 %.
const largeMean = 50;

/** Makes chance from a 32-bit seed. */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const positive = () => 1 - uniform();
  const normal = () => Math.sqrt(-2 * Math.log(positive())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    exponential: (mean) => -mean * Math.log(positive()),
    poisson: (mean) => (mean > largeMean ? rounded(mean, normal()) : counted(mean, uniform)),
  };
}

function rounded(mean: number, normal: number): number {
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
}

/** Knuth's product method. */
function counted(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}
