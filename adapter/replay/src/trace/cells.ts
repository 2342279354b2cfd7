import { ReplayError } from '../replay-error.ts';

/** Below this a number is seconds since the epoch, from it on milliseconds; as seconds it lies beyond the year 5000. */
const leastMilliseconds = 1e11;
const withZone = /(Z|[+-]\d\d:?\d\d)$/i;
const missing = new Set(['', 'nan', 'null', 'undefined', 'none', '-']);

/**
 * Seconds since the epoch of a time in ISO 8601 or as a number of seconds or milliseconds. A time without a
 * zone is taken as UTC.
 * @throws ReplayError `TRACE_TIME`
 */
export function readTime(cell: string, line: number): number {
  const text = cell.trim();
  const number = Number(text);
  if (text !== '' && Number.isFinite(number)) return number < leastMilliseconds ? number : number / 1_000;
  const iso = text.replace(' ', 'T');
  const milliseconds = Date.parse(withZone.test(iso) || !iso.includes('T') ? iso : `${iso}Z`);
  if (Number.isFinite(milliseconds)) return milliseconds / 1_000;
  throw new ReplayError(
    'TRACE_TIME',
    `line ${line}: "${text.slice(0, 60)}" is no time; write 2026-01-01T00:00:00Z or seconds or milliseconds since 1970`,
  );
}

/**
 * The load in a cell, undefined where it is missing.
 * @throws ReplayError `TRACE_VALUE`
 */
export function readLoad(cell: string | undefined, line: number): number | undefined {
  const text = (cell ?? '').trim();
  if (missing.has(text.toLowerCase())) return undefined;
  const load = Number(text);
  if (Number.isFinite(load)) return load;
  throw new ReplayError(
    'TRACE_VALUE',
    `line ${line}: "${text.slice(0, 60)}" is no number; write bare numbers with a decimal point (in Grafana without "Formatted data")`,
  );
}
