import type { Trade } from '../trade.ts';

/** A rule of cleaning that a trade can break. */
export type TradeRule = 'PriceNotPositive' | 'QuantityNotPositive' | 'TooManyDigits' | 'IdsReversed';

/** Longest price or quantity in characters: more is no number of a market but an attack on memory. */
const mostCharacters = 48;

/** What each rule asks for, as the end of a sentence. */
export const tradeRules: Readonly<Record<TradeRule, string>> = {
  PriceNotPositive: 'must have a price above 0',
  QuantityNotPositive: 'must have a quantity above 0',
  TooManyDigits: `must have price and quantity of at most ${mostCharacters} characters`,
  IdsReversed: 'must have a firstTradeId that is not above its lastTradeId',
};

/** The rule that a trade of valid schema breaks; undefined when it is clean. */
export function brokenRule({ price, quantity, firstTradeId, lastTradeId }: Trade): TradeRule | undefined {
  if (price.length > mostCharacters || quantity.length > mostCharacters) return 'TooManyDigits';
  if (!isPositive(price)) return 'PriceNotPositive';
  if (!isPositive(quantity)) return 'QuantityNotPositive';
  if (firstTradeId > lastTradeId) return 'IdsReversed';
  return undefined;
}

const someDigit = /[1-9]/;

/** By the text, because a number of 48 digits may round to 0. */
function isPositive(decimal: string): boolean {
  return decimal.charCodeAt(0) !== 45 && someDigit.test(decimal);
}
