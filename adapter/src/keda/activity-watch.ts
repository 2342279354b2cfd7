import type { IsActiveResponse } from './contract.ts';
import type { Outcome } from './outcome.ts';

/**
 * What one `StreamIsActive` is told: the present state once, then only that somebody wakes. Sleep is KEDA's own
 * decision, after its cool-down; a `true` that is repeated would delay it. A state that is not known says nothing.
 */
export class ActivityWatch {
  #before: boolean | undefined;

  /** What to send now; undefined for nothing. */
  next(outcome: Outcome<IsActiveResponse>): IsActiveResponse | undefined {
    if (!outcome.ok) return undefined;
    const { result } = outcome.value;
    const isFirst = this.#before === undefined;
    const wakes = this.#before === false && result;
    this.#before = result;
    return isFirst || wakes ? { result } : undefined;
  }
}
