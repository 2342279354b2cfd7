import type { LiveHpa } from '../live-scaler.ts';
import { type FloorMark, floorMarkOf } from './floor-mark.ts';
import type { FloorWish } from './floor-wish.ts';

/** What is to become of the minReplicas of an HPA. */
export interface FloorStep {
  /** The user's own minReplicas. */
  readonly own: number;
  /** What it shall be from now on: never below `own`, never above the HPA's maxReplicas. */
  readonly minReplicas: number;
  /** The mark that it shall carry; undefined for none. */
  readonly mark: FloorMark | undefined;
  /** Whether minReplicas or mark have to be written. */
  readonly isChange: boolean;
  /** Whether somebody else has written minReplicas since it was raised. */
  readonly wasReset: boolean;
}

/** What the API server makes of an HPA without one. */
const defaultMinReplicas = 1;

/** Decides from the HPA as it is; a minReplicas that is not the raised one is the user's new own one. */
export const decideFloor = (scaler: string, hpa: LiveHpa, wish: FloorWish): FloorStep => {
  const present = hpa.spec?.minReplicas ?? defaultMinReplicas;
  const mark = floorMarkOf(hpa);
  const wasReset = mark !== undefined && mark.raised !== present;
  const own = mark === undefined || wasReset ? present : mark.own;
  const minReplicas = Math.max(own, Math.min(wanted(wish, present), hpa.spec?.maxReplicas ?? own));
  const next = minReplicas > own ? { scaler, own, raised: minReplicas } : undefined;
  const isChange = minReplicas !== present || !isSame(mark, next);
  return { own, minReplicas, mark: next, isChange, wasReset };
};

const wanted = (wish: FloorWish, present: number): number => {
  switch (wish.kind) {
    case 'AtLeast':
      return wish.replicas;
    case 'Hold':
      return present;
    case 'Release':
      return 0;
  }
};

const isSame = (one: FloorMark | undefined, other: FloorMark | undefined): boolean =>
  one?.scaler === other?.scaler && one?.own === other?.own && one?.raised === other?.raised;
