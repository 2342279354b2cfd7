/** What was seen of a workload over some seconds. */
export interface WorkSeen {
  readonly seconds: number;
  /** Load that was served, in the unit of the demand. */
  readonly served: number;
  /** Load that was turned away: refused, failed, timed out. */
  readonly rejected: number;
  /** Work that waited at the beginning and at the end, in the unit of the demand times seconds. */
  readonly waitingBefore: number;
  readonly waitingAfter: number;
}

/**
 * Demand that was offered: what was served, what was turned away, and what was put to wait. What was served alone
 * never exceeds what the replicas can do, so that a scaler which reads it sees no shortage.
 */
export function offeredDemand({ seconds, served, rejected, waitingBefore, waitingAfter }: WorkSeen): number {
  return Math.max(0, served + rejected + (waitingAfter - waitingBefore) / seconds);
}

/** Waiting for so many seconds is noticed. Less is none: consumers commit some seconds late. */
const noticedSeconds = 15;
/** A backlog of so many seconds is worked off by more replicas; a smaller one, as after a rebalance, by those there are. */
const bearableSeconds = 30;
/** Seconds within which a backlog shall be worked off once the replicas for it serve. */
const drainSeconds = 300;

/** Whether work waits for so long that users notice. `waiting` is in the unit of the load times seconds. */
export const isBacklog = (waiting: number, load: number): boolean => waiting > noticedSeconds * load;

/** Load that a backlog adds to the demand until it is worked off. */
export const drainLoad = (waiting: number, load: number): number =>
  Math.max(0, waiting - bearableSeconds * load) / drainSeconds;
