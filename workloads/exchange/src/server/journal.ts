import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ExchangeTrade } from '@pricecast/market';

/** First line of a journal file. */
export const journalHeader = 'symbol,id,price,quantity,time_ms,original_time_ms,buyer_is_maker';

/** A line for each trade that exists, in a CSV file: the truth that proofs compare with. */
export class Journal {
  readonly #file: WriteStream;

  /** Begins the file anew; `onError` is told when it cannot be written. */
  constructor(path: string, onError: (error: Error) => void) {
    this.#file = createWriteStream(path);
    this.#file.on('error', onError);
    this.#file.write(`${journalHeader}\n`);
  }

  write(made: readonly ExchangeTrade[]): void {
    if (made.length > 0) this.#file.write(made.map(journalLine).join(''));
  }

  /** Resolves when every line is in the file. */
  async close(): Promise<void> {
    this.#file.end();
    await finished(this.#file);
  }
}

function journalLine({ trade, originalTime }: ExchangeTrade): string {
  const { symbol, id, price, quantity, tradeTime, buyerIsMaker } = trade;
  return `${symbol},${id},${price},${quantity},${tradeTime},${originalTime ?? ''},${buyerIsMaker}\n`;
}
