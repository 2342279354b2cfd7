import type { Component, Reason } from '@pricecast/crds';
import type { Observed } from './observed.ts';

/** A child that could not be made as wanted. */
export interface Refusal {
  /** The part it belongs to; undefined for what all parts share. */
  readonly component: Component | undefined;
  readonly reason: Reason;
  /** What happened to which object, as a sentence without its end. */
  readonly what: string;
}

/** What a status is judged by: the world as it is after applying, and what was refused on the way. */
export interface View extends Observed {
  readonly refusals: readonly Refusal[];
  /** What the brokers refused, where a topic was to be made or changed. */
  readonly topicRefusal: Pick<Refusal, 'reason' | 'what'> | undefined;
}
