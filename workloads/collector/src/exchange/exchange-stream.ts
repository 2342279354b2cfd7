import { type BackoffBounds, backoffMilliseconds } from '@pricecast/stream';
import type { ExchangeSocket, SocketListener } from './exchange-socket.ts';
import type { StreamState } from './stream-state.ts';

/** What a stream is made of. */
export interface StreamParts {
  readonly open: (listener: SocketListener) => ExchangeSocket;
  readonly limits: StreamLimits;
  readonly onFrame: (text: string) => void;
  /** A connection is subscribed; trades since the one before may be missing. */
  readonly onOpen: () => void;
  readonly onChange: (state: StreamState) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export interface StreamLimits {
  readonly backoff: BackoffBounds;
  /** A connection is replaced before the exchange closes it at 24 h. */
  readonly mostAgeMilliseconds: number;
  /** A connection that lived so long makes the failures before it forgotten. */
  readonly steadyMilliseconds: number;
  /** How long the old connection may stay beside its silent successor. */
  readonly overlapMilliseconds: number;
}

/** For Binance: at most 300 attempts in 5 minutes, closed after 24 hours. */
export const binanceStreamLimits: StreamLimits = {
  backoff: { firstMilliseconds: 250, largestMilliseconds: 30_000 },
  mostAgeMilliseconds: 23 * 3_600_000,
  steadyMilliseconds: 3_000,
  overlapMilliseconds: 10_000,
};

/** One connection and what belongs to it. */
interface Line {
  socket: ExchangeSocket | undefined;
  openedAt: number | undefined;
  heard: boolean;
  timers: NodeJS.Timeout[];
}

/**
 * Keeps a connection to the stream of an exchange, without limit and with a jittered pause between attempts.
 * A connection that has to go is replaced first: both bring frames until the new one does.
 */
export class ExchangeStream {
  readonly #parts: StreamParts;
  /** Oldest first; more than one only while a connection is being replaced. */
  #lines: Line[] = [];
  #retry: NodeJS.Timeout | undefined;
  #attempts = 0;
  #state: StreamState = { kind: 'Idle' };
  #stopped = false;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  get state(): StreamState {
    return this.#state;
  }

  start(): void {
    this.#become({ kind: 'Connecting', since: this.#parts.now() });
    this.#open();
  }

  /** Opens a successor beside the connection that is there; does nothing while one is on its way. */
  replace(): void {
    if (this.#state.kind === 'Open' && this.#lines.length === 1 && this.#retry === undefined) this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#dropLines(() => true);
    this.#become({ kind: 'Idle' });
  }

  #open(): void {
    const line: Line = { socket: undefined, openedAt: undefined, heard: false, timers: [] };
    this.#lines.push(line);
    line.socket = this.#parts.open({
      onOpen: () => this.#opened(line),
      onFrame: (text) => this.#heard(line, text),
      onClose: (why) => this.#closed(line, why),
    });
  }

  #opened(line: Line): void {
    line.openedAt = this.#parts.now();
    const { mostAgeMilliseconds, overlapMilliseconds } = this.#parts.limits;
    // Jitter keeps many collectors from coming back at once.
    const age = mostAgeMilliseconds * (1 - this.#parts.random() / 20);
    line.timers = [
      setTimeout(() => this.replace(), age),
      setTimeout(() => this.#dropLines((other) => this.#isOlder(other, line)), overlapMilliseconds),
    ];
    this.#become({ kind: 'Open', since: line.openedAt });
    this.#parts.onOpen();
  }

  #heard(line: Line, text: string): void {
    if (!line.heard) {
      line.heard = true;
      this.#dropLines((other) => this.#isOlder(other, line));
    }
    this.#parts.onFrame(text);
  }

  #closed(line: Line, why: string): void {
    for (const timer of line.timers) clearTimeout(timer);
    if (this.#stopped || !this.#lines.includes(line)) return;
    this.#lines = this.#lines.filter((other) => other !== line);
    const now = this.#parts.now();
    const steady = line.heard && now - (line.openedAt ?? now) >= this.#parts.limits.steadyMilliseconds;
    this.#attempts = steady ? 1 : this.#attempts + 1;
    if (this.#lines.some(({ openedAt }) => openedAt !== undefined)) {
      this.#later(() => this.replace());
    } else if (this.#lines.length > 0) {
      this.#become({ kind: 'Connecting', since: now });
    } else {
      const since = this.#state.kind === 'Waiting' ? this.#state.since : now;
      this.#become({ kind: 'Waiting', since, attempts: this.#attempts, why });
      this.#later(() => this.#open());
    }
  }

  #later(act: () => void): void {
    clearTimeout(this.#retry);
    const pause = backoffMilliseconds(this.#attempts, this.#parts.limits.backoff, this.#parts.random());
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      act();
    }, pause);
  }

  #isOlder(other: Line, line: Line): boolean {
    return this.#lines.indexOf(other) < this.#lines.indexOf(line);
  }

  #dropLines(which: (line: Line) => boolean): void {
    const dropped = this.#lines.filter(which);
    this.#lines = this.#lines.filter((line) => !dropped.includes(line));
    for (const line of dropped) {
      for (const timer of line.timers) clearTimeout(timer);
      line.socket?.close();
    }
  }

  #become(state: StreamState): void {
    this.#state = state;
    this.#parts.onChange(state);
  }
}
