import { isDecimal } from '@pricecast/market';
import { type CsvRow, csvRows, type Recording } from './csv-rows.ts';
import { MarketFileError } from './market-file-error.ts';
import type { MarketTrade } from './market-trade.ts';

const columns = ['timestamp_ms', 'price', 'amount', 'side'] as const;

/**
 * Reads recorded trades; prices and amounts stay the text that they are in the file.
 * Throws MarketFileError at the first row that is not a trade or goes back in time.
 */
export function tradesFromCsv(recording: Recording, symbol: string): readonly MarketTrade[] {
  const rows = csvRows(recording, columns);
  let openedMs: number | undefined;
  let latestMs = 0;
  return rows.map((row) => {
    const timeMs = timeOf(row, recording.name);
    openedMs ??= timeMs;
    if (timeMs < latestMs) throw bad(recording.name, row, 'goes back in time');
    latestMs = timeMs;
    return { symbol, ...tradeOf(row, recording.name), atMs: timeMs - openedMs, originalTimeMs: timeMs };
  });
}

function tradeOf(row: CsvRow, file: string) {
  const { price = '', amount = '', side } = row.cells;
  if (!isPositiveDecimal(price)) throw bad(file, row, `price "${price}" is not a positive decimal`);
  if (!isPositiveDecimal(amount)) throw bad(file, row, `amount "${amount}" is not a positive decimal`);
  if (side !== 'buy' && side !== 'sell') throw bad(file, row, `side "${side}" is neither buy nor sell`);
  return { price, quantity: amount, buyerIsMaker: side === 'sell', fills: 1 };
}

function timeOf(row: CsvRow, file: string): number {
  const text = row.cells.timestamp_ms ?? '';
  if (!/^\d{1,15}$/.test(text)) throw bad(file, row, `timestamp_ms "${text}" is not in milliseconds`);
  return Number(text);
}

function isPositiveDecimal(text: string): boolean {
  return isDecimal(text) && Number(text) > 0;
}

function bad(file: string, row: CsvRow, what: string): MarketFileError {
  return new MarketFileError(`${file}, line ${row.line}: ${what}.`);
}
