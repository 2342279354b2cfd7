import type { Alert, Bar, CleanTrade, Features, Prediction } from '@pricecast/market';
import { aBar, anAlert, aPrediction, aTrade, someFeatures } from './messages.ts';

const horizons = [60, 300, 900] as const;

/** Everything that a pipeline would have written about one symbol until now, with a hole of half a minute in it. */
export interface MarketScene {
  readonly trades: readonly CleanTrade[];
  readonly bars: readonly Bar[];
  readonly features: readonly Features[];
  readonly predictions: readonly Prediction[];
  readonly alerts: readonly Alert[];
}

/** A scene of the hour before `now` (milliseconds since the epoch); the same in every run but for its times. */
export function marketScene(now: number, symbol = 'BTCUSDT'): MarketScene {
  const newest = Math.floor(now / 1_000) * 1_000;
  const minute = Math.floor(now / 60_000) * 60_000;
  const seconds = range(300)
    .map((back) => newest - (300 - back) * 1_000)
    .filter((start) => !isInHole(newest - start));
  const minutes = range(60).map((back) => minute - (60 - back) * 60_000);
  const idOf = (start: number) => Math.floor((start - (newest - 4_000_000)) / 100);
  const bar = (start: number, intervalSeconds: number) => oneBar(symbol, start, intervalSeconds, idOf);
  return {
    trades: [aTrade(10_000_000, { symbol, price: priceText(now), tradeTime: now })],
    bars: [...minutes.map((start) => bar(start, 60)), ...seconds.map((start) => bar(start, 1))],
    features: minutes.map((start) => {
      const change = {
        symbol,
        close: priceText(start + 60_000),
        logReturn: 0.0008 * wave(start, 7),
        volume: 3,
      };
      return someFeatures(start + 60_000, change);
    }),
    predictions: minutes.flatMap((start) => forecasts(symbol, start + 60_000)),
    alerts: [
      anAlert(newest - 150_000, { symbol, id: 'over', state: 'Resolved', resolvedAt: newest - 90_000 }),
      anAlert(newest - 40_000, {
        symbol,
        id: 'open',
        message: `${symbol} was traded 9.4 times as much as usual`,
      }),
    ],
  };
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const wave = (time: number, period: number) =>
  Math.sin((time / 1_000 / period) * 1.7) + Math.sin(time / 1_000 / (period * 3.3));

function isInHole(ageMilliseconds: number): boolean {
  return ageMilliseconds > 95_000 && ageMilliseconds <= 125_000;
}

function price(time: number): number {
  return 23_140 + 14 * wave(time, 41) + 3 * wave(time, 5);
}

function priceText(time: number): string {
  return price(time).toFixed(2);
}

function oneBar(
  symbol: string,
  start: number,
  intervalSeconds: number,
  idOf: (start: number) => number,
): Bar {
  const end = start + intervalSeconds * 1_000;
  return aBar(start, {
    symbol,
    intervalSeconds,
    open: priceText(start),
    close: priceText(end),
    volume: (0.4 + Math.abs(wave(start, 3)) ** 3).toFixed(4),
    firstId: idOf(start),
    lastId: idOf(end) - 1,
  });
}

function forecasts(symbol: string, basedOn: number): Prediction[] {
  return horizons.flatMap((horizonSeconds) => {
    const forecast = (target: Prediction['target'], point: number, lastValue: number, spread: number) =>
      aPrediction(basedOn, {
        symbol,
        target,
        horizonSeconds,
        lastValue,
        point,
        intervals: [
          { levelPercent: 80, lower: point - 1.28 * spread, upper: point + 1.28 * spread },
          { levelPercent: 95, lower: point - 1.96 * spread, upper: point + 1.96 * spread },
        ],
        label: target === 'Price' ? 'NoSkillOverLastValue' : 'Skilled',
      });
    const minutes = horizonSeconds / 60;
    const volatility = 0.0008 * Math.sqrt(minutes);
    return [
      forecast('Price', price(basedOn), price(basedOn), 14 * Math.sqrt(minutes)),
      forecast('Volatility', volatility, 1.5 * volatility, 0.5 * volatility),
      forecast('Volume', 3 * minutes, 4 * minutes, 0.6 * Math.sqrt(minutes)),
    ];
  });
}
