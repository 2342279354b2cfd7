import type { ChannelName } from '../channel.ts';
import { encodePosition, type Position } from '../history/position.ts';
import type { Cursor } from './cursor.ts';
import { eventText, heartbeatText, messagesText, retryText } from './event-text.ts';

/** Where the text of a stream goes: a socket with a bounded buffer. */
export interface Outlet {
  /** Returns false when the buffer is full; pump() then waits for drained(). */
  write(text: string): boolean;
  end(): void;
}

/** How much goes into one event. */
const mostMessages = 500;
const mostCharacters = 128 * 1024;

const retryMilliseconds = 1_000;
const mostSilences = 2;

/**
 * One open event stream. It holds no queue of its own: it takes from the history as much as its client reads, so
 * that a slow client costs no memory, and one that falls too far behind is told what it missed.
 */
export class LiveStream {
  readonly #cursor: Cursor;
  readonly #outlet: Outlet;
  #full = false;
  #silences = 0;

  constructor(cursor: Cursor, outlet: Outlet) {
    this.#cursor = cursor;
    this.#outlet = outlet;
  }

  get position(): Position {
    return this.#cursor.position;
  }

  /** True while the client reads more slowly than messages come. */
  get waits(): boolean {
    return this.#full;
  }

  wants(news: ReadonlySet<ChannelName>): boolean {
    return this.#cursor.interest.channels.some((channel) => news.has(channel));
  }

  /** The first words: they give even a client that is cut off before any message a place to go on from. */
  open(greeting: object): void {
    const text = retryText(retryMilliseconds) + eventText('hello', JSON.stringify(greeting), this.#id());
    this.#full = !this.#outlet.write(text);
    this.pump();
  }

  /** Sends everything that came since, as far as the client takes it. */
  pump(): void {
    while (!this.#full) {
      const text = this.#nextText();
      if (text === '') return;
      this.#full = !this.#outlet.write(text);
    }
  }

  /** The client has read what it was sent. */
  drained(): void {
    this.#full = false;
    this.pump();
  }

  /** Sends an event that has no place in any topic; a client that is behind does without. */
  tell(event: string, data: string): void {
    if (!this.#full) this.#full = !this.#outlet.write(eventText(event, data));
  }

  /** Shows that the line is open. A client that has not read for two of them is let go: it can come again. */
  heartbeat(): void {
    this.#silences = this.#full ? this.#silences + 1 : 0;
    if (this.#silences >= mostSilences) this.end();
    else if (!this.#full) this.#full = !this.#outlet.write(heartbeatText(this.#id()));
  }

  end(): void {
    this.#outlet.end();
  }

  #nextText(): string {
    const gaps = this.#cursor.takeGaps();
    let text = gaps.map((gap) => eventText('gap', JSON.stringify(gap), this.#id())).join('');
    for (const channel of this.#cursor.interest.channels) {
      const entries = this.#cursor.take(channel, mostMessages, mostCharacters);
      if (entries.length > 0) text += eventText(channel, messagesText(entries), this.#id());
    }
    return text;
  }

  #id(): string {
    return encodePosition(this.#cursor.position);
  }
}
