import type { ReceivedTrade } from '../sequence/received-trade.ts';

/** A valid trade of BTCUSDT with this id; its time rises with the id. */
export function aTrade(id: number, change: Partial<ReceivedTrade> = {}): ReceivedTrade {
  return {
    trade: {
      symbol: 'BTCUSDT',
      id,
      price: '23140.48000000',
      quantity: '0.00100000',
      firstTradeId: 2 * id,
      lastTradeId: 2 * id + 1,
      buyerIsMaker: false,
      tradeTime: 1_767_268_800_000 + id,
    },
    originalTime: undefined,
    receivedAt: 1_767_268_800_050 + id,
    backfill: false,
    ...change,
  };
}
