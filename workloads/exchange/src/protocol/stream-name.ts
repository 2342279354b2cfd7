/** A stream that this server feeds. */
export type StreamKind = 'aggTrade' | 'kline_1m';

/** `btcusdt@aggTrade` taken apart. */
export interface StreamName {
  readonly symbol: string;
  readonly kind: StreamKind;
}

/** Reads a stream name; `undefined` for one that exists on Binance or nowhere but is not fed here. */
export function parseStreamName(name: string): StreamName | undefined {
  const match = /^([a-z0-9]{1,30})@(aggTrade|kline_1m)$/.exec(name);
  if (match?.[1] === undefined) return undefined;
  return { symbol: match[1].toUpperCase(), kind: match[2] === 'aggTrade' ? 'aggTrade' : 'kline_1m' };
}

/** What a connection asks for by its address. */
export interface StreamAddress {
  /** Whether data is wrapped as `{stream, data}`. */
  readonly combined: boolean;
  readonly streams: readonly string[];
}

/** Reads `/ws`, `/ws/<stream>` and `/stream?streams=a/b`; `undefined` for every other path. */
export function parseStreamAddress(url: string): StreamAddress | undefined {
  const { pathname, searchParams } = new URL(url, 'ws://exchange');
  if (pathname === '/stream') return { combined: true, streams: names(searchParams.get('streams') ?? '') };
  if (pathname === '/ws') return { combined: false, streams: [] };
  if (!pathname.startsWith('/ws/')) return undefined;
  return { combined: false, streams: names(decodeURIComponent(pathname.slice('/ws/'.length))) };
}

function names(joined: string): readonly string[] {
  return [...new Set(joined.split('/').filter((name) => name !== ''))];
}
