import { type ExchangeFrame, MarketError, parseFrame } from '@pricecast/market';
import { ClockSkew } from '../delivery/clock-skew.ts';
import type { SymbolFeed } from '../sequence/symbol-feed.ts';

/** What an intake tells besides handing on trades. */
export interface IntakeListener {
  /** The server will close this connection soon. */
  onShutdown(): void;
  /** The server refused what we asked for. */
  onRefusal(sentence: string): void;
}

/** Reads frames and hands their trades to the feeds. */
export class Intake {
  readonly skew = new ClockSkew();
  readonly #feeds: ReadonlyMap<string, SymbolFeed>;
  readonly #listener: IntakeListener;
  readonly #now: () => number;
  #malformed = 0;
  #lastMalformed = '';

  /** Feeds by symbol; `now` in milliseconds since the epoch. */
  constructor(feeds: ReadonlyMap<string, SymbolFeed>, listener: IntakeListener, now: () => number) {
    this.#feeds = feeds;
    this.#listener = listener;
    this.#now = now;
  }

  /** Frames that could not be read since the start, and why the last one could not. */
  get malformed(): { readonly count: number; readonly last: string } {
    return { count: this.#malformed, last: this.#lastMalformed };
  }

  /** A frame that cannot be read is like one that never came: the hole that it leaves is filled by REST. */
  frame(text: string): void {
    try {
      this.#handle(parseFrame(text));
    } catch (error) {
      if (!(error instanceof MarketError)) throw error;
      this.#malformed += 1;
      this.#lastMalformed = error.message;
    }
  }

  #handle(frame: ExchangeFrame): void {
    if (frame.kind === 'Trade') {
      const receivedAt = this.#now();
      this.skew.add(frame.sentAt, receivedAt);
      const { trade, originalTime } = frame;
      this.#feeds.get(trade.symbol)?.live({ trade, originalTime, receivedAt, backfill: false });
    }
    if (frame.kind === 'Shutdown') this.#listener.onShutdown();
    if (frame.kind === 'Reply' && frame.error !== undefined) this.#listener.onRefusal(frame.error);
  }
}
