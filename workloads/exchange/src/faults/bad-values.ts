import type { MarketTrade } from '../market/market-trade.ts';
import type { Random } from '../market/random.ts';
import type { FaultPlan } from './fault-plan.ts';

type Values = Pick<MarketTrade, 'price' | 'quantity'>;

const badValues: Readonly<Record<Exclude<FaultPlan['values'], 'Real'>, Values>> = {
  Zero: { price: '0', quantity: '0' },
  Negative: { price: '-1.50000000', quantity: '-0.25000000' },
  TwentyDigits: { price: '12345678901.123456789', quantity: '98765432109.987654321' },
  Tiny: { price: '0.00000001', quantity: '0.00000001' },
  Huge: { price: '1000000.00000000', quantity: '1000000.00000000' },
};

/** The trade with the values of the plan, where it is hit by its share. */
export function spoil(trade: MarketTrade, plan: FaultPlan, random: Random): MarketTrade {
  if (plan.values === 'Real' || random.uniform() >= plan.valuesShare) return trade;
  return { ...trade, ...badValues[plan.values] };
}
