/** How time is cut into slots: slot k begins at `originMs + k · stepMs`. */
export interface Slots {
  readonly stepMs: number;
  /** Shifts the slots of a scaler against those of others, so that not all are asked at once. */
  readonly originMs: number;
}

/** Number of the slot in which a moment lies. */
export const slotOf = ({ stepMs, originMs }: Slots, at: number): number =>
  Math.floor((at - originMs) / stepMs);

/** When a slot begins. */
export const beginOf = ({ stepMs, originMs }: Slots, slot: number): number => originMs + slot * stepMs;

/** Slots that are remembered at most: what a forecaster looks back on. */
export const mostSlots = 12_000;

const day = 86_400;
/** History that is looked back on where no season is given, in seconds: a week and a day. */
const usualSpan = 8 * day;

/**
 * Length of a slot in seconds, a whole number of sample intervals: so many slots as are remembered reach back over
 * four of the longest season, a week and a day at most, but in any case over one season and a seventh.
 */
export function slotSeconds(intervalSeconds: number, seasonsSeconds: readonly number[] = []): number {
  const longest = Math.max(0, ...seasonsSeconds);
  const span = longest === 0 ? usualSpan : Math.max((longest * 8) / 7, Math.min(longest * 4, usualSpan));
  return intervalSeconds * Math.max(1, Math.ceil(span / (mostSlots * intervalSeconds)));
}
