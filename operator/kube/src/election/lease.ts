import { canonicalJson } from '../objects/canonical-json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { microTime } from '../time/micro-time.ts';

/** The spec of a Lease as election uses it. */
export interface LeaseSpec {
  readonly holderIdentity?: string | null | undefined;
  readonly leaseDurationSeconds?: number | undefined;
  readonly acquireTime?: string | undefined;
  readonly renewTime?: string | undefined;
  readonly leaseTransitions?: number | undefined;
}

/** A `coordination.k8s.io/v1` Lease. */
export interface Lease extends KubeObject {
  spec?: LeaseSpec | undefined;
}

/** Periods of an election, in milliseconds. */
export interface ElectionTimes {
  /** How long others wait after the last renewal that they saw. */
  readonly leaseMs: number;
  /** How long the holder goes on after its last renewal; shorter than `leaseMs`, so that it stops first. */
  readonly renewDeadlineMs: number;
  /** How often the holder renews. */
  readonly retryMs: number;
}

/** The times that controllers use everywhere: 15, 10 and 2 s. */
export const electionTimes: ElectionTimes = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };

/** What was last seen of a lease, and when its record last changed by the own clock. */
export interface LeaseView {
  /** Undefined where there is none. */
  readonly lease: Lease | undefined;
  readonly changedAtMs: number;
  /** How long the last holder that was seen may go on, counted from `changedAtMs`. */
  readonly holdsForMs: number;
}

/**
 * The view after another look. Expiry is counted from when the record was *seen to change*, by the own clock: the
 * time stamps in it come from a clock that may be wrong. A lease that disappears keeps its last holder's time.
 */
export function nextView(before: LeaseView | undefined, lease: Lease | undefined, nowMs: number): LeaseView {
  if (lease === undefined) {
    return { lease, changedAtMs: before?.changedAtMs ?? nowMs, holdsForMs: before?.holdsForMs ?? 0 };
  }
  if (before?.lease !== undefined && canonicalJson(before.lease.spec) === canonicalJson(lease.spec)) {
    return { ...before, lease };
  }
  const held = (lease.spec?.holderIdentity ?? '') !== '';
  return {
    lease,
    changedAtMs: nowMs,
    holdsForMs: held ? (lease.spec?.leaseDurationSeconds ?? 0) * 1_000 : 0,
  };
}

/** Milliseconds until `identity` may try to take the lease; 0 means now. */
export function waitBeforeTakingMs(view: LeaseView, identity: string, nowMs: number): number {
  if (view.lease?.spec?.holderIdentity === identity) return 0;
  return Math.max(0, view.changedAtMs + view.holdsForMs - nowMs);
}

/** The spec with which `identity` takes the lease over from `before`. */
export function takenSpec(
  before: LeaseSpec | undefined,
  identity: string,
  times: ElectionTimes,
  now: Date,
): LeaseSpec {
  const transitions = before?.leaseTransitions ?? 0;
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(times.leaseMs / 1_000),
    acquireTime: microTime(now),
    renewTime: microTime(now),
    leaseTransitions:
      before === undefined || before.holderIdentity === identity ? transitions : transitions + 1,
  };
}

/** What a renewal writes. */
export function renewedSpec(now: Date): LeaseSpec {
  return { renewTime: microTime(now) };
}

/** What a release writes: no holder, so that the next one need not wait. The server refuses an empty name. */
export function releasedSpec(now: Date): LeaseSpec {
  return { holderIdentity: null, leaseDurationSeconds: 1, renewTime: microTime(now) };
}
