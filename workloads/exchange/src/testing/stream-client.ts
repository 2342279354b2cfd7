import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A message as a client sees it. */
export type Message = Readonly<Record<string, unknown>>;

/** A plain WebSocket client that keeps what it got. */
export class StreamClient implements AsyncDisposable {
  readonly messages: Message[] = [];
  readonly #socket: WebSocket;
  readonly #closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.messages.push(JSON.parse(String(data))));
    this.#closed = new Promise((resolve) => socket.on('close', resolve));
  }

  static async connect(url: string, options: { readonly autoPong?: boolean } = {}): Promise<StreamClient> {
    const socket = new WebSocket(url, options);
    const client = new StreamClient(socket);
    await once(socket, 'open');
    return client;
  }

  send(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Resolves with the messages once they satisfy the condition. */
  async until(satisfied: (messages: readonly Message[]) => boolean): Promise<readonly Message[]> {
    while (!satisfied(this.messages)) {
      const next = await Promise.race([once(this.#socket, 'message'), this.#closed]);
      if (typeof next === 'number') throw new Error(`The connection closed with ${next} while waiting`);
    }
    return [...this.messages];
  }

  /** Resolves with the close code. */
  closed(): Promise<number> {
    return this.#closed;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
    await this.#closed;
  }
}
