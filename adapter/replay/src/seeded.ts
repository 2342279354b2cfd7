/** Numbers from 0 up to 1 that depend on the seed alone. (Lehmer 1951, multiplier of Park & Miller) */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
