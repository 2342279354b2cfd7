/** Outcome of a check: it holds, or a sentence says why not. */
export type CheckResult = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** One thing that must hold for a process to be alive or ready. */
export interface Check {
  /** One word in kebab-case. */
  readonly name: string;
  /** Judges from what is known already; neither waits nor throws. */
  check(): CheckResult;
}

export const holds: CheckResult = { ok: true };

/** The outcome that does not hold, with its reason as a sentence. */
export function fails(why: string): CheckResult {
  return { ok: false, why };
}
