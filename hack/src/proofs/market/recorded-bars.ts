import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Bar } from '@pricecast/market';
import { Failure } from '../../failure.ts';
import { repositoryRoot } from '../../repository.ts';

/** A recorded minute; volume 0 when nothing was traded in it. */
export interface RecordedMinute {
  /** Start, milliseconds since the epoch. */
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export const symbol = 'BTCUSDT';

const folder = process.env.PRICECAST_DATA ?? resolve(repositoryRoot, '../shared/data');
const file = resolve(folder, 'crypto/binanceus-btcusdt-1m.csv');

/** Whether the recording lies where PRICECAST_DATA says. It may not be shipped with the project. */
export const hasRecordedBars = (): boolean => existsSync(file);

/** 21 days of BTC/USDT in minutes, without holes, March 2023: quiet days and those of the USDC de-peg. */
export async function recordedMinutes(): Promise<readonly RecordedMinute[]> {
  if (!hasRecordedBars()) {
    throw new Failure(
      'NO_RECORDED_BARS',
      `${file} is not there: name a folder that has crypto/binanceus-btcusdt-1m.csv by PRICECAST_DATA`,
    );
  }
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [time = '', ...numbers] = line.split(',');
    const [open = 0, high = 0, low = 0, close = 0, volume = 0] = numbers.map(Number);
    return { start: Date.parse(time), open, high, low, close, volume };
  });
}

/** The bars of minutes in which something was traded; ids show that nothing is missing. */
export function barsOf(minutes: readonly RecordedMinute[]): readonly Bar[] {
  return minutes
    .filter(({ volume }) => volume > 0)
    .map(({ start, open, high, low, close, volume }, id) => ({
      symbol,
      intervalSeconds: 60,
      start,
      open: String(open),
      high: String(high),
      low: String(low),
      close: String(close),
      volume: volume.toFixed(8),
      quoteVolume: (volume * close).toFixed(8),
      takerBuyVolume: '0.00000000',
      trades: 1,
      firstId: id,
      lastId: id,
    }));
}
