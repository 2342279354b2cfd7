import type { ServerResponse } from 'node:http';
import type { SeenRequest } from './seen-request.ts';

/** A watch that runs through the proxy, to be tampered with. */
export class OpenWatch {
  readonly request: SeenRequest;
  readonly #response: ServerResponse;
  #silent = false;
  #broken = false;

  constructor(request: SeenRequest, response: ServerResponse) {
    this.request = request;
    this.#response = response;
  }

  /** From now on the server's bytes are swallowed while the connection stays open. */
  silence(): void {
    this.#silent = true;
  }

  /** Cuts the connection in the middle of whatever comes. */
  cut(): void {
    this.#response.destroy();
  }

  /** The next bytes from the server are passed on only in part, and the connection is cut after them. */
  cutInsideNextLine(): void {
    this.#broken = true;
  }

  /** Sends a line of the proxy's own. */
  send(line: string): void {
    this.#response.write(`${line}\n`);
  }

  /** Ends the watch as a server does whose time for it is over. */
  end(): void {
    this.#response.end();
  }

  /** Passes the server's bytes on, or does with them what was asked for. */
  pass(chunk: Buffer): void {
    if (this.#silent) return;
    if (!this.#broken) {
      this.#response.write(chunk);
      return;
    }
    this.#response.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => this.#response.destroy());
  }
}
