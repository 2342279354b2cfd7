import type { ChannelName } from '../channel.ts';
import type { Gateway } from '../gateway.ts';
import type { Entry } from '../history/entry.ts';
import { encodePosition } from '../history/position.ts';
import { barSeries } from '../intake/message.ts';
import { messagesText } from '../live/event-text.ts';
import type { PageQuery, PredictionsQuery, PricesQuery } from './query.ts';

/** Newest trade of each symbol, and bars; JSON text, for messages go out byte for byte as they came in. */
export function pricesText(gateway: Gateway, query: PricesQuery): string {
  const { history } = gateway;
  const trades = history.series('trades');
  const symbols = query.symbol === undefined ? trades.keys().sort() : [query.symbol];
  const latest = symbols.flatMap((symbol) => trades.newest(symbol) ?? []);
  const bars = symbolsOf(gateway, query).flatMap((symbol) =>
    history.series('bars').last(barSeries(symbol, query.intervalSeconds), query.limit, query.since),
  );
  return answer(gateway, ['trades', 'bars'], { latest, bars });
}

/** Features, oldest first within each symbol. */
export function featuresText(gateway: Gateway, query: PageQuery): string {
  return answer(gateway, ['features'], { features: listed(gateway, 'features', query) });
}

/** Alerts of the symbols asked for, oldest first over all of them. */
export function alertsText(gateway: Gateway, query: PageQuery): string {
  const alerts = listed(gateway, 'alerts', query).sort((left, right) => left.time - right.time);
  return answer(gateway, ['alerts'], { alerts });
}

/** Predictions, oldest first within each symbol, target and horizon. */
export function predictionsText(gateway: Gateway, query: PredictionsQuery): string {
  const series = gateway.history.series('predictions');
  const wanted = [query.symbol ?? '', query.target ?? ''];
  const keys = series.keys().filter((key) => {
    const parts = key.split('/');
    return wanted.every((part, place) => part === '' || part === parts[place]);
  });
  const predictions = keys.sort().flatMap((key) => series.last(key, query.limit, query.since));
  return answer(gateway, ['predictions'], { predictions });
}

function listed({ history }: Gateway, channel: 'features' | 'alerts', query: PageQuery): Entry[] {
  const series = history.series(channel);
  const symbols = query.symbol === undefined ? series.keys().sort() : [query.symbol];
  return symbols.flatMap((symbol) => series.last(symbol, query.limit, query.since));
}

function symbolsOf({ history }: Gateway, { symbol }: PricesQuery): string[] {
  if (symbol !== undefined) return [symbol];
  const keys = history.series('bars').keys();
  return [...new Set(keys.map((key) => key.split('/')[0] ?? ''))].sort();
}

function answer(
  { history, pipeline, syntheticSymbols }: Gateway,
  channels: readonly ChannelName[],
  lists: Readonly<Record<string, readonly Entry[]>>,
): string {
  const head = {
    pipeline,
    position: encodePosition(history.position(channels)),
    syntheticSymbols,
  };
  const members = Object.entries(lists).map(([name, entries]) => `"${name}":${messagesText(entries)}`);
  return `${JSON.stringify(head).slice(0, -1)},${members.join(',')}}`;
}
