import { createReadStream, statSync } from 'node:fs';
import { parse } from 'csv-parse';
import { type Progress, silent } from '../progress.ts';
import { ReplayError } from '../replay-error.ts';
import { readLoad, readTime } from './cells.ts';
import { type Columns, findColumns } from './columns.ts';
import type { Trace } from './trace.ts';
import { TraceBuilder } from './trace-builder.ts';

const rowsBetweenLooks = 65_536;

/**
 * Reads a trace from a CSV file, row by row, so that its size does not matter. `valueColumn` names the load where
 * there are several columns.
 * @throws ReplayError `TRACE_*`
 */
export async function readTrace(
  path: string,
  valueColumn?: string,
  progress: Progress = silent,
): Promise<Trace> {
  const builder = new TraceBuilder();
  let columns: Columns | undefined;
  let line = 0;
  try {
    progress.begin('reading', statSync(path).size);
    const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
    const file = createReadStream(path).on('error', (error) => parser.destroy(error));
    for await (const row of file.pipe(parser) as AsyncIterable<string[]>) {
      line += 1;
      if (line % rowsBetweenLooks === 0) progress.reach(file.bytesRead);
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
