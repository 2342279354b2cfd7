import { type FaultOrder, planAt, type StandingOrder, withOrder } from './fault-orders.ts';
import type { FaultPlan } from './fault-plan.ts';

/** The orders that stand on one server. */
export class FaultBoard {
  readonly #now: () => number;
  #orders: readonly StandingOrder[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  order(order: FaultOrder): void {
    this.#orders = withOrder(this.#orders, order, this.#now());
  }

  clear(): void {
    this.#orders = [];
  }

  /** The faults that stand now. */
  plan(): FaultPlan {
    return planAt(this.#orders, this.#now());
  }

  /** The time that the server tells: the real one plus the offset that was ordered. */
  toldTime(): number {
    return this.#now() + this.plan().clockOffsetMs;
  }
}
