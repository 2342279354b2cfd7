import { Failure } from '../failure.ts';

/** An event as a browser would see it, with the id of the last event that had one. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly lastEventId: string;
}

/** One connection to an event stream; what it received is given away event by event. */
export class EventStream {
  readonly #controller = new AbortController();
  readonly #ended: Promise<void>;
  #lastEventId: string;

  private constructor(response: Response, lastEventId: string, onEvent: (event: StreamEvent) => void) {
    this.#lastEventId = lastEventId;
    this.#ended = this.#read(response, onEvent);
  }

  /** Connects; throws Failure when it is answered with anything but an event stream. */
  static async open(
    url: string,
    onEvent: (event: StreamEvent) => void,
    lastEventId = '',
  ): Promise<EventStream> {
    const headers = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
    const controller = new AbortController();
    const response = await fetch(url, { headers, signal: controller.signal });
    if (!response.ok) {
      const body = await response.text();
      throw new Failure('STREAM_REFUSED', `${url} answered ${response.status}: ${body}`);
    }
    const stream = new EventStream(response, lastEventId, onEvent);
    stream.#controller.signal.addEventListener('abort', () => controller.abort());
    return stream;
  }

  /** Where the next connection goes on. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** Resolves when the connection has ended, whoever ended it. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Cuts the connection at once. */
  async cut(): Promise<void> {
    this.#controller.abort();
    await this.#ended;
  }

  async #read(response: Response, onEvent: (event: StreamEvent) => void): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        // What is not complete was never sent as far as the client is concerned.
        text = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block, onEvent);
      }
    } catch {
      // A connection that breaks is an end like any other.
    }
  }

  #take(block: string, onEvent: (event: StreamEvent) => void): void {
    const fields = new Map(block.split('\n').map(splitField));
    this.#lastEventId = fields.get('id') ?? this.#lastEventId;
    const data = fields.get('data');
    if (data === undefined) return;
    onEvent({ event: fields.get('event') ?? 'message', data, lastEventId: this.#lastEventId });
  }
}

function splitField(line: string): readonly [string, string] {
  const at = line.indexOf(':');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, '')];
}
