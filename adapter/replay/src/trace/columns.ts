import { ReplayError } from '../replay-error.ts';

/** Places of the two columns that a trace needs. */
export interface Columns {
  readonly time: number;
  readonly value: number;
}

const timeNames = ['timestamp', 'time', 'ts', 'date', 'datetime'];
const valueNames = ['value', 'load', 'rate'];

/**
 * Finds the columns of time and load by their names; a file with two columns of which the first is a time
 * needs no second name, as dashboards export it. `wanted` names the load where there are several series.
 * @throws ReplayError `TRACE_COLUMNS`
 */
export function findColumns(header: readonly string[], wanted?: string): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const time = names.findIndex((name) => timeNames.includes(name));
  const value = wanted === undefined ? valueColumn(names, time) : names.indexOf(wanted.trim().toLowerCase());
  if (time >= 0 && value >= 0) return { time, value };
  const [only = ''] = header;
  if (header.length === 1 && /[;\t]/.test(only))
    throw new ReplayError(
      'TRACE_COLUMNS',
      `the first line "${only}" has no comma; columns have to be separated by commas, and decimals by points`,
    );
  const found = header.map((name) => `"${name}"`).join(', ');
  throw new ReplayError(
    'TRACE_COLUMNS',
    wanted !== undefined && value < 0
      ? `there is no column "${wanted}"; the first line names ${found}`
      : `the first line must name a column "timestamp" and a column "value", but names ${found}; --value-column NAME picks another one for the load`,
  );
}

function valueColumn(names: readonly string[], time: number): number {
  const named = names.findIndex((name) => valueNames.includes(name));
  return named < 0 && names.length === 2 && time >= 0 ? 1 - time : named;
}
