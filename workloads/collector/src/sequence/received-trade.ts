import type { ExchangeTrade } from '@pricecast/market';

/** A trade as it reached the collector. */
export interface ReceivedTrade extends ExchangeTrade {
  /** Milliseconds since the epoch, by our clock. */
  readonly receivedAt: number;
  /** True when it was asked for by REST, false when the stream brought it. */
  readonly backfill: boolean;
}
