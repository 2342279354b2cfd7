import type { HpaBehavior } from '../hpa/behavior.ts';

/** What a policy may know at one look of the HPA: rows that are old enough, and the pods. */
export interface View {
  /** Number of the look, and its time in seconds since the epoch. */
  readonly sync: number;
  readonly now: number;
  /** Newest row that can be seen. */
  readonly row: number;
  /** Work that waits, in the unit of the load times seconds; 0 where nothing can wait. */
  readonly waiting: number;
  readonly ready: number;
  readonly replicas: number;
}

/** What a policy wants: replicas before rounding and rate limits, or no number, and why. */
export interface Wish {
  readonly replicas: number | undefined;
  readonly reason: string;
}

/** A way to scale, opened for one replay. */
export interface Policy {
  readonly name: string;
  /** How the HPA that carries it behaves. */
  readonly behavior: HpaBehavior;
  wish(view: View): Wish;
}
