import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { naive2 } from '../src/index.ts';
import { madeLoad } from './loads.ts';

/** A series, what came after it, and the forecast that OWA is relative to. */
export interface BenchSeries {
  readonly id: string;
  readonly history: readonly number[];
  readonly actual: readonly number[];
  readonly naive2: readonly number[];
}

export const horizon = 48;
export const day = 24;
export const week = 168;
const madeLength = 900;

/** Loads made from seeds. */
export function madeSet(count: number): BenchSeries[] {
  return Array.from({ length: count }, (_, index) => {
    const all = madeLoad(index + 1, madeLength + horizon);
    const history = all.slice(0, madeLength);
    return { id: `made-${index + 1}`, history, actual: all.slice(madeLength), naive2: naive2Of(history) };
  });
}

/** Hourly series of the M4 competition: train.csv (series_id,t,value), test.csv and naive2.csv (series_id,h,value). */
export async function m4Set(folder: string, count: number): Promise<BenchSeries[]> {
  const [train, test, baseline] = await Promise.all(
    ['train', 'test', 'naive2'].map((name) => readValues(join(folder, `${name}.csv`))),
  );
  const ids = [...(train?.keys() ?? [])].sort();
  // Evenly from all, so that a subset is no particular one.
  const chosen = ids.filter(
    (_, index) => Math.floor((index * count) / ids.length) !== Math.floor(((index - 1) * count) / ids.length),
  );
  return chosen.map((id) => ({
    id,
    history: train?.get(id) ?? [],
    actual: test?.get(id) ?? [],
    naive2: baseline?.get(id) ?? [],
  }));
}

async function readValues(path: string): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const line of (await readFile(path, 'utf8')).split('\n').slice(1)) {
    const [id, , value] = line.trim().split(',');
    if (id === undefined || value === undefined) continue;
    const values = found.get(id) ?? [];
    values.push(Number(value));
    found.set(id, values);
  }
  return found;
}

function naive2Of(history: readonly number[]): number[] {
  const values = Float64Array.from(history);
  const known = new Uint8Array(values.length).fill(1);
  const path = new Float64Array(horizon);
  const fitted = naive2(day).fit({ values, known, end: values.length, seasons: [day], nonNegative: true });
  fitted?.forecast(values, values.length, path);
  return Array.from(path);
}
