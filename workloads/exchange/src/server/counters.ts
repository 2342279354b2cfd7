import type { FrameFate } from '../faults/frame-faults.ts';

/** What a server has done so far. */
export interface Counts {
  readonly connectionsOpened: number;
  readonly connectionsCut: number;
  readonly framesSent: number;
  readonly framesDropped: number;
  readonly framesDoubled: number;
  readonly framesHeld: number;
  readonly requests: number;
}

const nothing: Counts = {
  connectionsOpened: 0,
  connectionsCut: 0,
  framesSent: 0,
  framesDropped: 0,
  framesDoubled: 0,
  framesHeld: 0,
  requests: 0,
};

const countOf: Readonly<Record<FrameFate, keyof Counts>> = {
  Sent: 'framesSent',
  Dropped: 'framesDropped',
  Doubled: 'framesDoubled',
  Held: 'framesHeld',
};

/** Running totals of one server. */
export class Counters {
  #counts = nothing;

  get(): Counts {
    return this.#counts;
  }

  add(name: keyof Counts, amount = 1): void {
    this.#counts = { ...this.#counts, [name]: this.#counts[name] + amount };
  }

  addFates(fates: readonly FrameFate[]): void {
    for (const [fate, group] of Map.groupBy(fates, (one) => one)) this.add(countOf[fate], group.length);
  }
}
