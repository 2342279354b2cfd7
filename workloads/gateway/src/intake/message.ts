import {
  type Alert,
  type Bar,
  barEnd,
  type CleanTrade,
  decodeAlert,
  decodeBar,
  decodeCleanTrade,
  decodeFeatures,
  decodePrediction,
  type Features,
  type Prediction,
} from '@pricecast/market';
import type { ChannelName } from '../channel.ts';

/** A message of any channel, read. */
export type Message =
  | { readonly channel: 'trades'; readonly value: CleanTrade }
  | { readonly channel: 'bars'; readonly value: Bar }
  | { readonly channel: 'features'; readonly value: Features }
  | { readonly channel: 'predictions'; readonly value: Prediction }
  | { readonly channel: 'alerts'; readonly value: Alert };

/** How each channel is read; each throws MarketError. */
const readers: Readonly<Record<ChannelName, (text: string) => Message>> = {
  trades: (text) => ({ channel: 'trades', value: decodeCleanTrade(text) }),
  bars: (text) => ({ channel: 'bars', value: decodeBar(text) }),
  features: (text) => ({ channel: 'features', value: decodeFeatures(text) }),
  predictions: (text) => ({ channel: 'predictions', value: decodePrediction(text) }),
  alerts: (text) => ({ channel: 'alerts', value: decodeAlert(text) }),
};

/** Reads the text of a message; throws MarketError. */
export function readMessage(channel: ChannelName, text: string): Message {
  return readers[channel](text);
}

/** Event time: of the trade, the end of the bar or minute, the step of the alert, what a prediction rests on. */
export function timeOf(message: Message): number {
  switch (message.channel) {
    case 'trades':
      return message.value.tradeTime;
    case 'bars':
      return barEnd(message.value);
    case 'predictions':
      return message.value.basedOn;
    default:
      return message.value.time;
  }
}

/** Names the series that a message belongs to. */
export function seriesOf(message: Message): string {
  switch (message.channel) {
    case 'bars':
      return barSeries(message.value.symbol, message.value.intervalSeconds);
    case 'predictions':
      return predictionSeries(message.value);
    default:
      return message.value.symbol;
  }
}

/** Names the series of the bars of one length. */
export function barSeries(symbol: string, intervalSeconds: number): string {
  return `${symbol}/${intervalSeconds}`;
}

/** Names the series of the forecasts of one target and horizon. */
export function predictionSeries({
  symbol,
  target,
  horizonSeconds,
}: Pick<Prediction, 'symbol' | 'target' | 'horizonSeconds'>): string {
  return `${symbol}/${target}/${horizonSeconds}`;
}
