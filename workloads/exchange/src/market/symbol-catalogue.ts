import type { SymbolRules } from './market-trade.ts';

/** A symbol of the synthetic market and where its price starts. */
export interface ListedSymbol extends SymbolRules {
  /** Price at the opening, in units of the tick. */
  readonly startTicks: number;
}

type Row = readonly [base: string, priceScale: number, quantityScale: number, startTicks: number];

/** Busiest first: the synthetic market gives each symbol less of the trades than the one before it. */
const rows: readonly Row[] = [
  ['BTC', 2, 5, 6_725_000],
  ['ETH', 2, 4, 348_000],
  ['SOL', 2, 3, 15_230],
  ['XRP', 4, 1, 5_230],
  ['DOGE', 5, 0, 12_340],
  ['BNB', 2, 3, 59_000],
  ['ADA', 4, 1, 4_512],
  ['PEPE', 8, 0, 1_103],
  ['AVAX', 2, 2, 2_840],
  ['LINK', 2, 2, 1_420],
  ['SHIB', 8, 0, 1_742],
  ['LTC', 2, 3, 7_840],
  ['DOT', 3, 2, 6_312],
  ['TRX', 4, 1, 1_284],
  ['NEAR', 3, 1, 5_204],
  ['UNI', 3, 2, 9_610],
  ['ARB', 4, 1, 7_816],
  ['APT', 2, 2, 710],
  ['FIL', 3, 2, 4_655],
  ['ETC', 2, 2, 2_410],
  ['ATOM', 3, 2, 6_903],
  ['OP', 3, 2, 1_822],
  ['INJ', 2, 1, 2_460],
  ['XLM', 4, 0, 962],
];

/** The 24 symbols that the synthetic market knows, all quoted in USDT. */
export const symbolCatalogue: readonly ListedSymbol[] = rows.map(
  ([base, priceScale, quantityScale, startTicks]) => ({
    symbol: `${base}USDT`,
    base,
    quote: 'USDT',
    priceScale,
    quantityScale,
    startTicks,
  }),
);
