/** What a live connection tells. */
export interface LiveListener {
  /** The connection stands: for the first time, or again after it was lost. */
  open(): void;
  /** Messages of a channel. */
  messages(channel: string, messages: readonly unknown[]): void;
  /** Something was missed that the stream cannot bring back. */
  missed(): void;
  health(health: unknown): void;
  /** The connection is lost; the browser tries again by itself, or, when `given up`, the caller has to. */
  lost(givenUp: boolean): void;
}

const channels = ['trades', 'bars', 'predictions', 'alerts'] as const;

/** Listens to one symbol from a position on. Returns what ends it. */
export function listen(symbol: string, position: string, listener: LiveListener): () => void {
  const query = new URLSearchParams({ channels: channels.join(','), symbols: symbol, position });
  const source = new EventSource(`/api/stream?${query}`);
  const on = (event: string, handle: (data: unknown) => void) => {
    source.addEventListener(event, ({ data }) => handle(JSON.parse(data)));
  };
  on('hello', () => listener.open());
  on('gap', () => listener.missed());
  on('health', (data) => listener.health(data));
  for (const channel of channels) on(channel, (data) => listener.messages(channel, data as unknown[]));
  source.addEventListener('error', () => listener.lost(source.readyState === EventSource.CLOSED));
  return () => source.close();
}
