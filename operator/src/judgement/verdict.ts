import type { Reason } from '@pricecast/crds';

/** What a check has found out. */
export interface Verdict {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: Reason;
  /** What is the case, with which object, as a sentence without its end. */
  readonly what: string;
  /** Since when, in RFC 3339, where the object itself knows. */
  readonly since?: string | undefined;
}

/** Looks for one thing that can be wrong; undefined where it is not. */
export type Check<View> = (view: View) => Verdict | undefined;

/** The verdict of the first check that finds something. */
export const firstOf = <View>(checks: readonly Check<View>[], view: View): Verdict | undefined => {
  for (const check of checks) {
    const verdict = check(view);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
};

/** Something is so. */
export const holds = (reason: Reason, what: string): Verdict => ({ status: 'True', reason, what });

/** Something is not so. */
export const fails = (reason: Reason, what: string, since?: string): Verdict => ({
  status: 'False',
  reason,
  what,
  since,
});

/** Nobody can tell. */
export const unknown = (reason: Reason, what: string): Verdict => ({ status: 'Unknown', reason, what });
