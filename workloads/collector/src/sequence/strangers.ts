/**
 * Trades of the stream with ids that were passed long ago and times that were not: the exchange may have begun to
 * count anew, as a replayed one does when it is set up again.
 */
export interface Strangers {
  readonly count: number;
  /** Id of the first of them. */
  readonly firstId: number;
}

export const noStrangers: Strangers = { count: 0, firstId: 0 };

const manyStrangers = 20;
/** REST may be a little behind the stream; it is not so many trades behind. */
const leastFall = 1_000;

export function withStranger({ count, firstId }: Strangers, id: number): Strangers {
  return { count: count + 1, firstId: count === 0 ? id : Math.min(firstId, id) };
}

/** True when there are so many that REST should be asked for its newest trade. */
export function areSuspicious({ count }: Strangers): boolean {
  return count >= manyStrangers;
}

/** True when the newest id of REST shows that ids were given anew. */
export function isRecount(newestId: number, next: number): boolean {
  return newestId + leastFall < next;
}
