import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, FaultScript } from './fault.ts';
import { OpenWatch } from './open-watch.ts';
import { type SeenRequest, seenRequest } from './seen-request.ts';
import type { Upstream } from './upstream.ts';

/** Called around writes; the call waits for what the callback returns. `count` counts writes from 1. */
export interface WriteHooks {
  before?(count: number, request: SeenRequest): Promise<void> | void;
  after?(count: number, request: SeenRequest, status: number): Promise<void> | void;
}

/** What a relay is made of. */
export interface RelayOptions {
  readonly upstream: Upstream;
  readonly script: FaultScript;
  readonly writeHooks: WriteHooks;
}

/** Passes calls on to the API server, with the faults that the script has for them. */
export class Relay {
  readonly requests: SeenRequest[] = [];
  readonly watches = new Set<OpenWatch>();
  readonly #options: RelayOptions;
  #writes = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Handles one call; whatever goes wrong between here and the server cuts the caller's connection. */
  take(request: IncomingMessage, response: ServerResponse): void {
    const seen = seenRequest(this.requests.length + 1, request);
    this.requests.push(seen);
    this.#handle(seen, request, response).catch(() => response.destroy());
  }

  async #handle(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const count = seen.isWrite ? ++this.#writes : 0;
    if (seen.isWrite) await this.#options.writeHooks.before?.(count, seen);
    const fault = this.#options.script.strike(seen);
    if (fault?.kind === 'Cut') return void response.destroy();
    if (fault?.kind === 'Answer') return answer(response, fault);
    if (fault?.kind === 'Delay') await wait(fault.ms);
    const upstream = await this.#forward(request, body, response);
    if (seen.isWrite) await this.#options.writeHooks.after?.(count, seen, upstream.statusCode ?? 0);
    if (fault?.kind === 'LoseAnswer') return void response.destroy();
    response.writeHead(upstream.statusCode ?? 502, upstream.headers);
    if (seen.verb === 'watch' && upstream.statusCode === 200)
      return this.#passWatch(seen, upstream, response);
    await passBody(upstream, response, fault);
  }

  /** Sends the call to the server and resolves with the head of its answer. */
  #forward(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<IncomingMessage> {
    const { host, port, asCaller, asKubeconfigUser } = this.#options.upstream;
    const agent = request.headers.authorization === undefined ? asKubeconfigUser : asCaller;
    const { host: _, connection: __, ...headers } = request.headers;
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest({
        host,
        port,
        agent,
        method: request.method,
        path: request.url,
        headers,
      });
      outgoing.once('response', resolve).once('error', reject);
      response.once('close', () => outgoing.destroy());
      outgoing.end(body);
    });
  }

  #passWatch(seen: SeenRequest, upstream: IncomingMessage, response: ServerResponse): void {
    const watch = new OpenWatch(seen, response);
    this.watches.add(watch);
    response.flushHeaders();
    response.once('close', () => this.watches.delete(watch));
    upstream.on('data', (chunk: Buffer) => watch.pass(chunk));
    upstream.once('end', () => watch.end());
    upstream.once('error', () => watch.cut());
  }
}

function answer(response: ServerResponse, fault: Extract<Fault, { kind: 'Answer' }>): void {
  response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
  response.end(JSON.stringify(fault.body));
}

async function passBody(
  upstream: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const body = await buffer(upstream);
  if (fault?.kind !== 'CutAnswerAfter') return void response.end(body);
  response.write(body.subarray(0, fault.bytes), () => response.destroy());
}
