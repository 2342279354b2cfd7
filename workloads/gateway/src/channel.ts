import type { StreamName } from '@pricecast/market';

/** What a client can ask for: one kind of message each, from one topic of the pipeline. */
export const channelNames = ['trades', 'bars', 'features', 'predictions', 'alerts'] as const;

export type ChannelName = (typeof channelNames)[number];

/** How a channel is read and kept. */
export interface Channel {
  readonly stream: StreamName;
  /** Stands for the channel in a position. */
  readonly letter: string;
  /** So far back a gateway reads when it starts. */
  readonly warmMinutes: number;
  /** Part of the memory for history; the parts make 1. */
  readonly share: number;
}

/** Every channel. Trades are many and soon old; alerts are few and wanted for a day. */
export const channels: Readonly<Record<ChannelName, Channel>> = {
  trades: { stream: 'clean', letter: 't', warmMinutes: 5, share: 0.25 },
  bars: { stream: 'bars', letter: 'b', warmMinutes: 60, share: 0.35 },
  features: { stream: 'features', letter: 'f', warmMinutes: 240, share: 0.15 },
  predictions: { stream: 'predictions', letter: 'p', warmMinutes: 240, share: 0.15 },
  alerts: { stream: 'alerts', letter: 'a', warmMinutes: 1_440, share: 0.1 },
};

/** True for the name of a channel. */
export function isChannelName(text: string): text is ChannelName {
  return (channelNames as readonly string[]).includes(text);
}

/** A value for each channel. */
export function byChannel<T>(make: (name: ChannelName) => T): Readonly<Record<ChannelName, T>> {
  return {
    trades: make('trades'),
    bars: make('bars'),
    features: make('features'),
    predictions: make('predictions'),
    alerts: make('alerts'),
  };
}
