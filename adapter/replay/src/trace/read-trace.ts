import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { ReplayError } from '../replay-error.ts';
import { readLoad, readTime } from './cells.ts';
import { type Columns, findColumns } from './columns.ts';
import type { Trace } from './trace.ts';
import { TraceBuilder } from './trace-builder.ts';

/**
 * Reads a trace from a CSV file, row by row, so that its size does not matter. `valueColumn` names the load where
 * there are several columns.
 * @throws ReplayError `TRACE_*`
 */
export async function readTrace(path: string, valueColumn?: string): Promise<Trace> {
  const builder = new TraceBuilder();
  let columns: Columns | undefined;
  let line = 0;
  try {
    const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
    const file = createReadStream(path).on('error', (error) => parser.destroy(error));
    for await (const row of file.pipe(parser) as AsyncIterable<string[]>) {
      line += 1;
      if (columns === undefined) {
        columns = findColumns(row, valueColumn);
        continue;
      }
      const load = readLoad(row[columns.value], line);
      if (load !== undefined) builder.add(readTime(row[columns.time] ?? '', line), load, line);
    }
  } catch (cause) {
    if (cause instanceof ReplayError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ReplayError('TRACE_UNREADABLE', `the trace ${path} cannot be read: ${message}`, { cause });
  }
  if (columns === undefined) throw new ReplayError('TRACE_SHORT', `the trace ${path} is empty`);
  return builder.build();
}
