/** What happened to the load over one look of the HPA. */
export interface Outcome {
  /** Load that was served. */
  readonly served: number;
  /** Load that was turned away. */
  readonly rejected: number;
  /** Work that waits at the end, in the unit of the load times seconds. */
  readonly waiting: number;
  /** Whether users were let down: too few ready replicas, failures, or work that waits for too long. */
  readonly short: boolean;
  /** Load that was let down: not served, or not in time. */
  readonly unserved: number;
}

/** Pods and load over one look of the HPA. */
export interface Stretch {
  /** Load that comes from outside. */
  readonly arrivals: number;
  readonly ready: number;
  /** Load that one ready replica serves. */
  readonly perReplica: number;
  readonly seconds: number;
}

/** A workload that serves a load with its ready replicas. It has a memory: a queue, failures, a pause. */
export interface Service {
  pass(stretch: Stretch): Outcome;
}
