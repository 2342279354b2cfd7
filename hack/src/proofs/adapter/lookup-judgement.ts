import { scalingMetrics } from '@pricecast/crds';
import type { Lookup } from './lookup.ts';

/** A decision as it was told; times in milliseconds since the epoch. */
export interface HeardDecision {
  readonly replica: string;
  readonly scaler: string;
  readonly heardAt: number;
  readonly decidedAt: number;
  /** When the sample was taken that it rests on; undefined without one. */
  readonly sampledAt: number | undefined;
  readonly load: number | undefined;
  readonly desired: number | undefined;
}

/** What the answers came to. */
export interface LookupJudgement {
  readonly answers: number;
  /** Answers whose number no decision had that was the newest at that moment. */
  readonly different: readonly Lookup[];
  /** Age of the oldest sample behind an answer, when it was asked for, in milliseconds. */
  readonly oldestMs: number;
  /** Longest that a decision was still served after a newer one was heard, in milliseconds. */
  readonly longestBehindMs: number;
  readonly failed: readonly Lookup[];
}

/** Numbers are served in thousandths. */
const isServed = (value: number, decided: number | undefined): boolean =>
  decided !== undefined && Math.abs(value - decided) <= 0.000_51;

/**
 * Holds answers against the decisions. A decision is the newest from the moment it was made until the next of its scaler
 * was heard of, and `toleranceMs` longer: news takes its time from one process to another.
 */
export function judgeLookups(
  lookups: readonly Lookup[],
  heard: readonly HeardDecision[],
  toleranceMs: number,
): LookupJudgement {
  const byScaler = Map.groupBy(newestOnly(heard), ({ scaler }) => scaler);
  const different: Lookup[] = [];
  const failed = lookups.filter(({ outcome }) => outcome.kind === 'Failed');
  let [oldestMs, longestBehindMs, answers] = [0, 0, 0];
  for (const lookup of lookups) {
    if (lookup.outcome.kind === 'Failed') continue;
    answers += 1;
    const match = matchOf(lookup, lookup.outcome.value, byScaler.get(lookup.scaler) ?? [], toleranceMs);
    if (match === undefined) different.push(lookup);
    else {
      longestBehindMs = Math.max(longestBehindMs, match.behindMs);
      oldestMs = Math.max(oldestMs, match.ageMs);
    }
  }
  return { answers, different, oldestMs, longestBehindMs, failed };
}

/** Without those that came after a newer one of their scaler: nobody serves them. */
function newestOnly(heard: readonly HeardDecision[]): HeardDecision[] {
  const newest = new Map<string, number>();
  return heard.filter(({ scaler, decidedAt }) => {
    if (decidedAt < (newest.get(scaler) ?? 0)) return false;
    newest.set(scaler, decidedAt);
    return true;
  });
}

/** The newest decision that had this number at that moment, and how far behind it was. */
function matchOf(
  { metric, askedAt, answeredAt }: Lookup,
  value: number,
  decisions: readonly HeardDecision[],
  toleranceMs: number,
): { readonly behindMs: number; readonly ageMs: number } | undefined {
  for (let index = decisions.length - 1; index >= 0; index -= 1) {
    const decision = decisions[index];
    if (decision === undefined || decision.decidedAt > answeredAt) continue;
    const supersededAt = decisions[index + 1]?.heardAt ?? Number.POSITIVE_INFINITY;
    const behindMs = Math.max(0, askedAt - supersededAt);
    if (behindMs > toleranceMs) return undefined;
    const decided = metric === scalingMetrics.observedLoad ? decision.load : decision.desired;
    if (!isServed(value, decided)) continue;
    return { behindMs, ageMs: askedAt - (decision.sampledAt ?? Number.NEGATIVE_INFINITY) };
  }
  return undefined;
}
