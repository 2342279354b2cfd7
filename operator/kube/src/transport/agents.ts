import { Agent } from 'undici';
import type { TlsMaterial } from '../credentials/credentials.ts';

/** Connections of the call agent; more calls than this wait their turn. */
const CALL_CONNECTIONS = 32;
/** Connecting, TLS included, must not take longer, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

interface Pair {
  readonly tls: TlsMaterial;
  readonly calls: Agent;
  readonly watches: Agent;
}

/**
 * The two shared HTTP agents: one for calls, one for watches, so that neither waits behind the other.
 * HTTP/1.1 on both: a dead connection then takes one call or one watch with it, not all of them.
 */
export class Agents {
  #pair: Pair | undefined;
  #closed = false;

  /**
   * The agents for this TLS material. New material (a rotated CA or certificate) makes new agents.
   * Throws once they are closed.
   */
  for(tls: TlsMaterial): { readonly calls: Agent; readonly watches: Agent } {
    if (this.#closed) throw new Error('this connection was closed');
    if (this.#pair?.tls === tls) return this.#pair;
    this.#retire(this.#pair);
    this.#pair = { tls, calls: makeAgent(tls, CALL_CONNECTIONS), watches: makeAgent(tls, null) };
    return this.#pair;
  }

  /** Ends every connection, running calls included. */
  async close(): Promise<void> {
    const pair = this.#pair;
    this.#closed = true;
    this.#pair = undefined;
    if (pair !== undefined) await Promise.all([pair.calls.destroy(), pair.watches.destroy()]);
  }

  /** Old agents finish what runs on them; nothing waits for that. */
  #retire(pair: Pair | undefined): void {
    for (const agent of pair === undefined ? [] : [pair.calls, pair.watches]) {
      agent
        .close()
        .catch((error: unknown) => process.emitWarning(`An old agent did not close: ${String(error)}`));
    }
  }
}

function makeAgent(tls: TlsMaterial, connections: number | null): Agent {
  return new Agent({
    allowH2: false,
    connections,
    pipelining: 1,
    // The layers above own every time-out; these two would cut quiet watches.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: tls.verifyServer,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls.cert === undefined ? {} : { cert: tls.cert }),
      ...(tls.key === undefined ? {} : { key: tls.key }),
      ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    },
  });
}
