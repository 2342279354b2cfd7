/** What one look at a source of demand has given. */
export type Reading =
  | {
      readonly kind: 'Value';
      /** Milliseconds since the epoch. */
      readonly at: number;
      /** What arrives in a second, or the level of a gauge. */
      readonly load: number;
      /** The same by partition, where the source has partitions. */
      readonly partitions?: readonly number[];
      /** What the target has done meanwhile, where the source can tell. */
      readonly work?: ServedWork;
    }
  /** A counter was read for the first time, or anew: its rate needs one more look. */
  | { readonly kind: 'Started' }
  | UnreadDemand;

/** What a target has done over one interval. */
export interface ServedWork {
  /** In the unit of the demand, over all its pods. */
  readonly served: number;
  /** Whether work waited all the time, so that the pods did what they can. */
  readonly backlog: boolean;
  /** Work that waits now, in the unit of the demand times seconds, where the source can tell. */
  readonly waiting?: number;
}

/** Why a source gave nothing. Missing is never zero. */
export interface UnreadDemand {
  readonly kind: 'Missing';
  readonly reason: 'DemandUnreachable' | 'DemandRefused';
  /** What is the case, with which object; a sentence without its end. */
  readonly what: string;
  /** When it gave something for the last time; milliseconds since the epoch, undefined where it never did. */
  readonly lastSeen?: number | undefined;
}

/** A value of the past; the demand in the slot that begins at `at`. */
export interface PastValue {
  readonly at: number;
  readonly load: number | undefined;
}

/** Where the load of a target is read. Neither method rejects: a fault is a reading. */
export interface DemandSource {
  read(signal: AbortSignal): Promise<Reading>;
  /** Demand of the slots that begin at `from`, `from + step`, … up to `to`, as far as the source keeps it; oldest first. */
  past?(span: PastSpan, signal: AbortSignal): Promise<readonly PastValue[] | UnreadDemand>;
  close(): Promise<void>;
}

/** A stretch of time in slots; milliseconds. */
export interface PastSpan {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

export const unread = (reason: UnreadDemand['reason'], what: string): UnreadDemand => ({
  kind: 'Missing',
  reason,
  what,
});
