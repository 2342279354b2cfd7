/**
 * The value at that share of a sorted sample, conformal: the ⌈p·(n+1)⌉-th smallest, so that a new exchangeable
 * value is at or under it with probability p or more, and the largest where the sample is too small for p.
 * (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005, §2.2.)
 */
export function conformalQuantile(sorted: Float64Array, probability: number): number {
  const rank = Math.ceil(probability * (sorted.length + 1));
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? 0;
}
