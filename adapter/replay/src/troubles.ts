/** What goes wrong while a load is replayed, by time in seconds since the epoch. */
export interface Troubles {
  /** Share of its usual capacity that a replica has, 1 when all is well. */
  readonly capacityShare: (now: number) => number;
  /** Pod template that is asked for: a deploy changes it. */
  readonly template: (now: number) => string;
  /** Whether ready pods are of another template than the one that is asked for. */
  readonly rollsOut: (now: number) => boolean;
  /** Whether forecasts are made. */
  readonly forecasts: (now: number) => boolean;
  /** Whether decisions are made and served. */
  readonly decides: (now: number) => boolean;
}

/** Nothing goes wrong. */
export const calm: Troubles = {
  capacityShare: () => 1,
  template: () => 'first',
  rollsOut: () => false,
  forecasts: () => true,
  decides: () => true,
};
