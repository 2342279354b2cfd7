import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { journalHeader } from '@pricecast/exchange';
import { Failure } from '../../failure.ts';
import type { JournalTrade } from './comparison.ts';

/** Reads the journal of an exchange that has ended. Throws Failure when the file is no journal. */
export async function readJournal(file: string): Promise<readonly JournalTrade[]> {
  const trades: JournalTrade[] = [];
  let header: string | undefined;
  for await (const line of createInterface(createReadStream(file))) {
    if (header === undefined) header = line;
    else trades.push(parseLine(line));
  }
  if (header !== journalHeader)
    throw new Failure('JOURNAL_INVALID', `${file} does not begin with ${journalHeader}`);
  return trades;
}

function parseLine(line: string): JournalTrade {
  const [symbol = '', id, price = '', quantity = '', timeMs, , buyerIsMaker] = line.split(',');
  return {
    symbol,
    id: Number(id),
    price,
    quantity,
    timeMs: Number(timeMs),
    buyerIsMaker: buyerIsMaker === 'true',
  };
}
