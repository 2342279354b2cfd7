import type { CoverageState } from '../calibration/coverage.ts';
import { ForecastError } from '../forecast-error.ts';
import type { LiveOptions } from './live-options.ts';
import type { LoggedRegressor } from './regressor-log.ts';

/**
 * What a live forecaster is made of. Everything else follows from it: the fit to the first `fitted` values and
 * what was learnt from the rest.
 */
export interface LiveState {
  readonly options: LiveOptions;
  /** NaN where missing. */
  readonly values: Float64Array;
  readonly count: number;
  readonly fitted: number;
  /** Coverage at the last fit. */
  readonly coverage: CoverageState;
  readonly regressors: readonly LoggedRegressor[];
}

const version = 4;
const wordBytes = 4;
const valueBytes = 8;

/** Length of the header, header as JSON, values as little-endian doubles. */
export function encodeSnapshot({ values, ...rest }: LiveState): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ version, ...rest, length: values.length }));
  const bytes = new Uint8Array(wordBytes + header.length + valueBytes * values.length);
  const cells = new DataView(bytes.buffer);
  cells.setUint32(0, header.length, true);
  bytes.set(header, wordBytes);
  values.forEach((value, index) => {
    cells.setFloat64(wordBytes + header.length + valueBytes * index, value, true);
  });
  return bytes;
}

/** @throws ForecastError `SNAPSHOT_INVALID` */
export function decodeSnapshot(bytes: Uint8Array): LiveState {
  const cells = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, end } = headerOf(bytes, cells);
  const { options, count, fitted, length, coverage, regressors } = header;
  if (header.version !== version)
    refuse('the snapshot was written by another version; open from history instead');
  if (typeof length !== 'number' || bytes.length !== end + valueBytes * length)
    refuse('the snapshot is cut off');
  const values = Float64Array.from({ length }, (_, index) =>
    cells.getFloat64(end + valueBytes * index, true),
  );
  return {
    options: options as LiveOptions,
    values,
    count: Number(count),
    fitted: Number(fitted),
    coverage: coverage as CoverageState,
    regressors: regressors as LoggedRegressor[],
  };
}

function headerOf(bytes: Uint8Array, cells: DataView): { header: Record<string, unknown>; end: number } {
  const end = bytes.length < wordBytes ? Number.NaN : wordBytes + cells.getUint32(0, true);
  if (!(end <= bytes.length)) refuse('the bytes are no snapshot of a live forecaster');
  try {
    return {
      header: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(wordBytes, end))),
      end,
    };
  } catch (cause) {
    throw new ForecastError('SNAPSHOT_INVALID', 'the bytes are no snapshot of a live forecaster', { cause });
  }
}

function refuse(message: string): never {
  throw new ForecastError('SNAPSHOT_INVALID', message);
}
