import type { SymbolRules } from './market-trade.ts';

// Longest first, so that FDUSD is not taken for USD.
const quotes = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD', 'EUR', 'TRY', 'BTC', 'ETH', 'BNB'];

/** The rules of a symbol outside the catalogue: its assets are told from its name. */
export function recordedRules(symbol: string, priceScale: number, quantityScale: number): SymbolRules {
  const quote = quotes.find((asset) => symbol.endsWith(asset) && symbol !== asset) ?? '';
  const base = symbol.slice(0, symbol.length - quote.length);
  return { symbol, base, quote: quote === '' ? symbol : quote, priceScale, quantityScale };
}

/** Most significant places behind the point that any of these decimals has. */
export function finest(decimals: readonly string[]): number {
  return decimals.reduce((most, text) => Math.max(most, placesOf(text)), 0);
}

function placesOf(text: string): number {
  return (text.split('.')[1] ?? '').replace(/0+$/, '').length;
}
