import { z } from 'zod';
import { type FaultPlan, faultPlanSchema, noFaults } from './fault-plan.ts';

/** What a person or a test orders: some faults, for ever or for a while. */
export const faultOrderSchema = faultPlanSchema.partial().extend({
  forSeconds: z.number().positive().max(86_400).optional(),
});

export type FaultOrder = z.infer<typeof faultOrderSchema>;

/** An order with the moment at which it ends; without one it stands until faults are cleared. */
export interface StandingOrder {
  readonly faults: Omit<FaultOrder, 'forSeconds'>;
  readonly untilMs: number;
}

/** Adds an order to those that still stand. */
export function withOrder(
  orders: readonly StandingOrder[],
  order: FaultOrder,
  nowMs: number,
): readonly StandingOrder[] {
  const { forSeconds = Number.POSITIVE_INFINITY, ...faults } = order;
  return [...standing(orders, nowMs), { faults, untilMs: nowMs + forSeconds * 1000 }];
}

/** The plan at a moment: of two orders about the same fault the later one counts. */
export function planAt(orders: readonly StandingOrder[], nowMs: number): FaultPlan {
  return Object.assign({}, noFaults, ...standing(orders, nowMs).map((order) => order.faults));
}

function standing(orders: readonly StandingOrder[], nowMs: number): readonly StandingOrder[] {
  return orders.filter((order) => order.untilMs > nowMs);
}
