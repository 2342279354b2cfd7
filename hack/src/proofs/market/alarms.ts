import { type Alert, AnomalyWatch, defaultStageOptions } from '@pricecast/market';
import { type RecordedMinute, symbol } from './recorded-bars.ts';

/** Where in its minute each of the four trades of a minute lies, in milliseconds. */
const moments = [1_000, 20_000, 40_000, 59_000];

/** What the watch of the shipped stage says of these minutes, each made of four trades: open, low, high and close. */
export function alertsOf(minutes: readonly RecordedMinute[]): readonly Alert[] {
  const watch = new AnomalyWatch(symbol, defaultStageOptions.alertsPerDay);
  const alerts: Alert[] = [];
  for (const minute of minutes) {
    if (minute.volume === 0) continue;
    for (const [at, priceValue] of path(minute).entries()) {
      const tradeTime = minute.start + (moments[at] ?? 0);
      const quantityValue = minute.volume / moments.length;
      alerts.push(...watch.add({ tradeTime, price: priceValue.toFixed(2), priceValue, quantityValue }));
    }
  }
  return alerts;
}

/** Most and mean alarms in a UTC day over all days. */
export function alarmsPerDay(
  alerts: readonly Alert[],
  minutes: readonly RecordedMinute[],
): { readonly most: number; readonly mean: number } {
  const day = (time: number) => Math.floor(time / 86_400_000);
  const counts = new Map(minutes.map(({ start }) => [day(start), 0]));
  const opened = alerts.filter(({ state }) => state === 'Opened');
  for (const { time } of opened) counts.set(day(time), (counts.get(day(time)) ?? 0) + 1);
  return { most: Math.max(...counts.values()), mean: opened.length / counts.size };
}

function path({ open, high, low, close }: RecordedMinute): readonly number[] {
  return close >= open ? [open, low, high, close] : [open, high, low, close];
}
