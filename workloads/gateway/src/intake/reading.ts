import {
  barEnd,
  decodeAlert,
  decodeBar,
  decodeCleanTrade,
  decodeFeatures,
  decodePrediction,
} from '@pricecast/market';
import type { ChannelName } from '../channel.ts';

/** What the gateway needs to know of a message to keep it. */
export interface Reading {
  readonly symbol: string;
  /** Event time, milliseconds since the epoch. */
  readonly time: number;
  /** Names the series that the message belongs to. */
  readonly key: string;
}

/** Names the series of the bars of one length. */
export function barKey(symbol: string, intervalSeconds: number): string {
  return `${symbol}/${intervalSeconds}`;
}

/** Names the series of the forecasts of one target and horizon. */
export function predictionKey(symbol: string, target: string, horizonSeconds: number): string {
  return `${symbol}/${target}/${horizonSeconds}`;
}

/** Reads the text of a message of each channel; each throws MarketError. */
export const readings: Readonly<Record<ChannelName, (text: string) => Reading>> = {
  trades: (text) => {
    const { symbol, tradeTime } = decodeCleanTrade(text);
    return { symbol, time: tradeTime, key: symbol };
  },
  bars: (text) => {
    const bar = decodeBar(text);
    return { symbol: bar.symbol, time: barEnd(bar), key: barKey(bar.symbol, bar.intervalSeconds) };
  },
  features: (text) => {
    const { symbol, time } = decodeFeatures(text);
    return { symbol, time, key: symbol };
  },
  predictions: (text) => {
    const { symbol, target, horizonSeconds, basedOn } = decodePrediction(text);
    return { symbol, time: basedOn, key: predictionKey(symbol, target, horizonSeconds) };
  },
  alerts: (text) => {
    const { symbol, time } = decodeAlert(text);
    return { symbol, time, key: symbol };
  },
};
