/** What goes wrong while a load is replayed, by time in seconds since the epoch. */
export interface Troubles {
  /** Share of its usual capacity that a replica has, 1 when all is well. */
  readonly capacityShare: (now: number) => number;
  /** Hash of the pod template: a deploy changes it. */
  readonly template: (now: number) => string;
  /** Whether forecasts are made. */
  readonly forecasts: (now: number) => boolean;
  /** Whether decisions are made and served. */
  readonly decides: (now: number) => boolean;
}

/** Nothing goes wrong. */
export const calm: Troubles = {
  capacityShare: () => 1,
  template: () => 'first',
  forecasts: () => true,
  decides: () => true,
};
