import { ForecastError } from '../forecast-error.ts';
import type { LiveOptions } from './live-options.ts';

/** What a live forecaster is made of. */
export interface LiveState {
  readonly options: LiveOptions;
  readonly values: readonly (number | null)[];
  readonly count: number;
}

const version = 1;

export function encodeSnapshot(state: LiveState): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version, ...state }));
}

/** @throws ForecastError `SNAPSHOT_INVALID` */
export function decodeSnapshot(bytes: Uint8Array): LiveState {
  try {
    const found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (found.version === version && Array.isArray(found.values)) return found;
  } catch (cause) {
    throw new ForecastError('SNAPSHOT_INVALID', 'the snapshot is no snapshot of a live forecaster', {
      cause,
    });
  }
  throw new ForecastError(
    'SNAPSHOT_INVALID',
    'the snapshot was written by another version; open a new one from history',
  );
}
