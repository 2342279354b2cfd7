import { z } from 'zod';
import { isDecimal } from './decimal.ts';
import { MarketError, quoted } from './market-error.ts';
import { parseJson } from './message-codec.ts';
import { decimal } from './message-fields.ts';
import { isTrade, type Trade, tradeSchema } from './trade.ts';

/** Name and version that travel in the `schema` header of a clean trade. */
export const cleanTradeSchemaName = 'clean/1';

/** Value of a message in `.clean.v1`, version 1: a trade that passed every rule, once. */
export const cleanTradeSchema = tradeSchema.extend({
  quoteQuantity: decimal().describe('Quote asset traded: the exact product of price and quantity.'),
  late: z
    .literal(true)
    .optional()
    .describe('Present when the bar of the trade had been published before the trade came.'),
});

/** A trade that passed every rule, once. */
export interface CleanTrade extends Trade {
  readonly quoteQuantity: string;
  readonly late?: true | undefined;
}

/** The JSON text of a clean trade. */
export function encodeCleanTrade(trade: CleanTrade): string {
  // By hand for the same reason as encodeTrade(): it is written as often as trades come.
  return (
    `{"symbol":"${trade.symbol}","id":${trade.id},"price":"${trade.price}","quantity":"${trade.quantity}",` +
    `"firstTradeId":${trade.firstTradeId},"lastTradeId":${trade.lastTradeId},` +
    `"buyerIsMaker":${trade.buyerIsMaker},"tradeTime":${trade.tradeTime},` +
    `"quoteQuantity":"${trade.quoteQuantity}"${trade.late ? ',"late":true' : ''}}`
  );
}

/** Reads the value of a clean trade; throws MarketError CLEAN_TRADE_INVALID naming the member and the rule. */
export function decodeCleanTrade(text: string): CleanTrade {
  const value = parseJson('Clean trade', 'CLEAN_TRADE_INVALID', text);
  if (isCleanTrade(value)) return value;
  const [issue] = cleanTradeSchema.safeParse(value).error?.issues ?? [];
  const member = issue?.path.join('.') || 'value';
  throw new MarketError(
    'CLEAN_TRADE_INVALID',
    `Clean trade ${quoted(value)}: ${member}: ${issue?.message ?? 'breaks a rule'}`,
  );
}

/** The rules of cleanTradeSchema at a fraction of its cost; the schema explains a refusal. */
export function isCleanTrade(value: unknown): value is CleanTrade {
  if (!isTrade(value)) return false;
  const { quoteQuantity, late } = value as Partial<CleanTrade>;
  return (
    typeof quoteQuantity === 'string' && isDecimal(quoteQuantity) && (late === undefined || late === true)
  );
}
