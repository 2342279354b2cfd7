import { aggTradeStream } from '@pricecast/market';
import type { Logger } from '@pricecast/runtime';
import type { LateSymbol } from '../judgement/backlog-judgement.ts';
import type { ExchangeView } from '../judgement/exchange-judgement.ts';
import type { Position } from '../sequence/position.ts';
import type { ReceivedTrade } from '../sequence/received-trade.ts';
import type { IdRange } from '../sequence/sequencer.ts';
import { SymbolFeed } from '../sequence/symbol-feed.ts';
import type { ExchangeError } from './exchange-error.ts';
import { openExchangeSocket } from './exchange-socket.ts';
import { ExchangeStream, type StreamLimits } from './exchange-stream.ts';
import { Intake } from './intake.ts';
import { Refiller } from './refiller.ts';
import type { StreamState } from './stream-state.ts';
import type { TradeHistory } from './trade-history.ts';

/** What a link is made of. */
export interface LinkParts {
  /** Base address of the stream, such as `wss://data-stream.binance.vision`. */
  readonly address: string;
  readonly history: TradeHistory;
  readonly limits: StreamLimits;
  readonly symbols: readonly string[];
  /** Where symbols begin; those without a position begin at the newest trade. */
  readonly positions: ReadonlyMap<string, Position>;
  readonly sink: (trade: ReceivedTrade) => boolean;
  readonly onAnchored: (symbol: string, position: Position) => void;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const tickMilliseconds = 20;
/** REST that fails once is asked again at once; nobody has to hear of it. */
const attemptsWorthTelling = 3;

/** The link to an exchange: stream and REST of the symbols of this collector, joined into feeds. */
export class ExchangeLink {
  readonly feeds: readonly SymbolFeed[];
  readonly intake: Intake;
  readonly refiller: Refiller;
  readonly #parts: LinkParts;
  readonly #stream: ExchangeStream;
  #subscribed: readonly string[] = [];
  #connections = 0;
  #ticker: NodeJS.Timeout | undefined;

  constructor(parts: LinkParts) {
    const { symbols, history, limits, now, random } = parts;
    this.#parts = parts;
    this.feeds = symbols.map((symbol) => this.#feed(symbol));
    const bySymbol = new Map(this.feeds.map((feed) => [feed.symbol, feed]));
    this.intake = new Intake(
      bySymbol,
      { onShutdown: () => this.#announced(), onRefusal: this.#refused },
      now,
    );
    this.refiller = new Refiller(this.feeds, history, now);
    this.#stream = new ExchangeStream({
      open: (listener) => openExchangeSocket(this.#url(), listener),
      limits,
      onFrame: (text) => this.intake.frame(text),
      onOpen: () => this.#opened(),
      onChange: (state) => this.#changed(state),
      now,
      random,
    });
  }

  /** Connections opened since the start. */
  get connections(): number {
    return this.#connections;
  }

  get streamState(): StreamState {
    return this.#stream.state;
  }

  start(): void {
    this.#ticker = setInterval(() => this.#tick(), tickMilliseconds);
  }

  /** Resolves when nothing is received or asked any more. */
  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    this.#stream.stop();
    await this.refiller.stop();
  }

  /** There is room again for what the sink refused. */
  roomAgain(): void {
    const now = this.#parts.now();
    for (const feed of this.feeds) feed.roomAgain(now);
  }

  view(): ExchangeView {
    return {
      stream: this.#stream.state,
      address: this.#parts.address,
      symbols: this.#subscribed.length,
      unknownSymbols: this.feeds.filter(isUnknown).map(({ symbol }) => symbol),
      trouble: this.#lastingTrouble(),
      stalled: this.#stalled(),
      anchored: this.#stream.state.kind !== 'Idle',
    };
  }

  /** Symbols with trades that are known or feared to be missing. */
  late(): LateSymbol[] {
    return this.feeds.flatMap(({ symbol, behindSince, position }) =>
      behindSince === undefined ? [] : [{ symbol, behindSince, tradeTime: position.tradeTime }],
    );
  }

  #feed(symbol: string): SymbolFeed {
    const { sink, onAnchored, positions, random, now } = this.#parts;
    const onSkipped = (of: string, ranges: readonly IdRange[]) =>
      this.#parts.log.warn({ symbol: of, ranges }, 'Passed over ids that the exchange has no trade for');
    return new SymbolFeed({ symbol, sink, onSkipped, onAnchored, random }, positions.get(symbol), now());
  }

  #tick(): void {
    this.refiller.tick();
    if (this.#stream.state.kind === 'Idle') this.#startWhenAnchored();
    else if (this.#stalled() || this.#wanted().length > this.#subscribed.length) this.#stream.replace();
  }

  /** Only trades behind a known one can be missed, so every symbol is looked up before the stream is opened. */
  #startWhenAnchored(): void {
    if (this.#wanted().length === 0 || this.feeds.some((feed) => !feed.anchored && !isUnknown(feed))) return;
    this.#stream.start();
  }

  #wanted(): string[] {
    return this.feeds.filter(({ anchored }) => anchored).map(({ symbol }) => symbol);
  }

  #url(): string {
    this.#subscribed = this.#wanted();
    return `${this.#parts.address}/stream?streams=${this.#subscribed.map(aggTradeStream).join('/')}`;
  }

  #opened(): void {
    this.#connections += 1;
    const now = this.#parts.now();
    for (const feed of this.feeds) feed.opened(now);
  }

  #changed(state: StreamState): void {
    if (state.kind === 'Open')
      this.#parts.log.info({ symbols: this.#subscribed.length }, 'Opened the stream');
    if (state.kind === 'Waiting') this.#parts.log.warn({ ...state }, 'Lost the stream');
  }

  #announced(): void {
    this.#parts.log.info('Heard that the server closes the connection soon');
    this.#stream.replace();
  }

  readonly #refused = (sentence: string): void => {
    this.#parts.log.warn({ answer: sentence }, 'Had a request to the stream refused');
  };

  #stalled(): boolean {
    return this.#stream.state.kind === 'Open' && this.feeds.some(({ stalled }) => stalled);
  }

  #lastingTrouble(): ExchangeError | undefined {
    const troubles = this.feeds.flatMap(({ trouble }) => trouble ?? []);
    const lasting = troubles.filter(
      ({ error, attempts }) => attempts >= attemptsWorthTelling || error.code === 'RATE_LIMITED',
    );
    return lasting.find(({ error }) => error.code !== 'SYMBOL_UNKNOWN')?.error;
  }
}

function isUnknown({ trouble }: SymbolFeed): boolean {
  return trouble?.error.code === 'SYMBOL_UNKNOWN';
}
