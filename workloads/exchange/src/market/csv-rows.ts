import { parse } from 'csv-parse/sync';
import { MarketFileError } from './market-file-error.ts';

/** A recording that was read whole: its text and a name for messages. */
export interface Recording {
  readonly name: string;
  readonly text: string;
}

/** One row of a recording and the line it stands on, 1 being the header. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Splits CSV text into rows. Throws MarketFileError when it is not CSV, has other columns or no rows. */
export function csvRows(recording: Recording, columns: readonly string[]): readonly CsvRow[] {
  const [header, ...records] = parseRecords(recording);
  if (header === undefined || header.join() !== columns.join()) {
    throw new MarketFileError(
      `${recording.name}: the header must be "${columns.join()}" but is "${(header ?? []).join()}".`,
    );
  }
  if (records.length === 0)
    throw new MarketFileError(`${recording.name}: there are no rows below the header.`);
  return records.map((cells, index) => ({
    line: index + 2,
    cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
  }));
}

function parseRecords(recording: Recording): string[][] {
  try {
    return parse(recording.text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw new MarketFileError(`${recording.name} is not CSV: ${String(cause)}`, { cause });
  }
}
