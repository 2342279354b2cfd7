/** How many connections one address may try to open; Binance's are {@link binanceAttemptLimits}. */
export interface AttemptLimits {
  readonly mostAttempts: number;
  readonly withinMs: number;
}

export const binanceAttemptLimits: AttemptLimits = { mostAttempts: 300, withinMs: 5 * 60_000 };

/** Counts one attempt; refused ones do not count, so that an address is let in again as old ones expire. */
export function judgeAttempt(
  earlierMs: readonly number[],
  nowMs: number,
  limits: AttemptLimits,
): { readonly attemptsMs: readonly number[]; readonly allowed: boolean } {
  const recent = earlierMs.filter((attemptMs) => nowMs - attemptMs < limits.withinMs);
  if (recent.length >= limits.mostAttempts) return { attemptsMs: recent, allowed: false };
  return { attemptsMs: [...recent, nowMs], allowed: true };
}
