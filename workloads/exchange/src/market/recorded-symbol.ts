import type { MarketTrade, SymbolRules } from './market-trade.ts';

// Longest first, so that FDUSD is not taken for USD.
const quotes = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD', 'EUR', 'TRY', 'BTC', 'ETH', 'BNB'];

/** The rules of a recorded symbol: its assets from its name, its tick and lot from the finest trade. */
export function recordedRules(symbol: string, trades: readonly MarketTrade[]): SymbolRules {
  const quote = quotes.find((asset) => symbol.endsWith(asset) && symbol !== asset) ?? '';
  return {
    symbol,
    base: symbol.slice(0, symbol.length - quote.length),
    quote: quote === '' ? symbol : quote,
    priceScale: finest(trades.map((trade) => trade.price)),
    quantityScale: finest(trades.map((trade) => trade.quantity)),
  };
}

/** Most significant places behind the point that any of these decimals has. */
export function finest(decimals: readonly string[]): number {
  return decimals.reduce((most, text) => Math.max(most, placesOf(text)), 0);
}

function placesOf(text: string): number {
  return (text.split('.')[1] ?? '').replace(/0+$/, '').length;
}
