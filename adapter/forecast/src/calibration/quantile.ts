/**
 * The value at that share of a sorted sample, conformal: the ⌈p·(n+1)⌉-th smallest, so that a new exchangeable
 * value is at or under it with probability p or more, and the largest where the sample is too small for p.
 * (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005, §2.2.)
 */
export function conformalQuantile(sorted: ArrayLike<number>, probability: number): number {
  const rank = Math.ceil(probability * (sorted.length + 1));
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? 0;
}

/**
 * Conformal quantiles of a sorted sample, stretched away from its median where the sample holds only `independent`
 * separate pieces of evidence. Measured from the median they stay in order, wherever zero lies.
 */
export function stretchedQuantile(
  sorted: ArrayLike<number>,
  probability: number,
  independent: number,
): number {
  const median = conformalQuantile(sorted, 0.5);
  return median + (conformalQuantile(sorted, probability) - median) * stretchFor(probability, independent);
}

/**
 * Factor by which a quantile lies farther out when errors hold little evidence, because forecasts of neighbouring
 * origins share most of their outcome: the ratio of the quantiles of Student's t and of the normal law,
 * 1 + (z² + 1) / 4ν. (Cornish and Fisher, 1937; Abramowitz and Stegun, 26.7.5.)
 */
function stretchFor(probability: number, independent: number): number {
  return 1 + (normalQuantile(probability) ** 2 + 1) / (4 * Math.max(1, independent));
}

/** Quantile of the standard normal law (Abramowitz and Stegun, 26.2.23; error under 5e-4). */
function normalQuantile(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(probability, 1 - probability)));
  const size =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return probability < 0.5 ? -size : size;
}
