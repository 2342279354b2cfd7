import type { ChannelName } from '../channel.ts';
import type { LiveStream } from './live-stream.ts';

/** What brings time into open streams. */
export interface Rhythm {
  /** Calls back once, soon; messages that come meanwhile travel together. */
  soon(callback: () => void): void;
  /** Calls back again and again until the returned function is called. */
  every(milliseconds: number, callback: () => void): () => void;
}

const heartbeatMilliseconds = 15_000;

/** All open event streams of this process. */
export class LiveStreams {
  readonly most: number;
  readonly #rhythm: Rhythm;
  readonly #open = new Set<LiveStream>();
  readonly #stopHeartbeat: () => void;
  readonly #news = new Set<ChannelName>();
  #planned = false;

  constructor(most: number, rhythm: Rhythm) {
    this.most = most;
    this.#rhythm = rhythm;
    this.#stopHeartbeat = rhythm.every(heartbeatMilliseconds, () => {
      for (const stream of this.#open) stream.heartbeat();
    });
  }

  get size(): number {
    return this.#open.size;
  }

  /** Streams whose client reads more slowly than messages come. */
  get waiting(): number {
    return [...this.#open].filter((stream) => stream.waits).length;
  }

  get isFull(): boolean {
    return this.#open.size >= this.most;
  }

  add(stream: LiveStream): void {
    this.#open.add(stream);
  }

  remove(stream: LiveStream): void {
    this.#open.delete(stream);
  }

  /** Messages of a channel have come. */
  wake(channel: ChannelName): void {
    this.#news.add(channel);
    if (this.#planned) return;
    this.#planned = true;
    this.#rhythm.soon(() => this.#pump());
  }

  #pump(): void {
    this.#planned = false;
    for (const stream of this.#open) if (stream.wants(this.#news)) stream.pump();
    this.#news.clear();
  }

  /** Tells every stream something that has no place in any topic. */
  tell(event: string, data: string): void {
    for (const stream of this.#open) stream.tell(event, data);
  }

  /** Ends every stream; their clients connect again, elsewhere. */
  close(): void {
    this.#stopHeartbeat();
    for (const stream of this.#open) stream.end();
    this.#open.clear();
  }
}
