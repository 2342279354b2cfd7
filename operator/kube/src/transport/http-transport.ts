import type { Dispatcher } from 'undici';
import type { Credential, Credentials } from '../credentials/credentials.ts';
import type { Clock } from '../time/clock.ts';
import { withDeadline } from '../time/deadline.ts';
import { Agents } from './agents.ts';
import { callFailure } from './failure.ts';
import { KubeError } from './kube-error.ts';
import { callName, type KubeRequest, methodOf, target } from './request.ts';
import { parseStatusBody, responseError } from './response-error.ts';
import type { Transport, WatchBody } from './transport.ts';

/** Longest time for one attempt where a request names none. */
export const DEFAULT_DEADLINE_MS = 10_000;

/** What a transport needs. */
export interface HttpTransportOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Names this process in the server's audit log. */
  readonly userAgent: string;
}

type Lane = 'calls' | 'watches';

/**
 * One attempt per call over the shared agents: credentials, deadline, errors. A 401 renews the credential once.
 * It holds connections; call `close` at the end.
 */
export class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions;
  readonly #agents = new Agents();
  readonly #origin: string;
  readonly #basePath: string;

  constructor(options: HttpTransportOptions) {
    const { origin, pathname } = new URL(options.credentials.server);
    this.#options = options;
    this.#origin = origin;
    this.#basePath = pathname === '/' ? '' : pathname;
  }

  async send(request: KubeRequest): Promise<unknown> {
    const ms = request.deadlineMs ?? DEFAULT_DEADLINE_MS;
    return withDeadline({ clock: this.#options.clock, ms, signal: request.signal }, async (signal) => {
      try {
        const response = await this.#exchange(request, 'calls', signal);
        return parseJson(request, await response.body.text());
      } catch (error) {
        throw callFailure(callName(request), error, signal);
      }
    });
  }

  async open(request: KubeRequest): Promise<WatchBody> {
    const signal = request.signal ?? new AbortController().signal;
    try {
      const response = await this.#exchange(request, 'watches', signal);
      return { chunks: response.body };
    } catch (error) {
      throw callFailure(callName(request), error, signal);
    }
  }

  /** Ends every connection. */
  close(): Promise<void> {
    return this.#agents.close();
  }

  async #exchange(request: KubeRequest, lane: Lane, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { credentials } = this.#options;
    let response = await this.#attempt(request, lane, signal, await credentials.current());
    if (response.statusCode === 401) {
      await response.body.dump();
      response = await this.#attempt(request, lane, signal, await credentials.renew());
    }
    if (response.statusCode >= 200 && response.statusCode < 300) return response;
    const body = parseStatusBody(await response.body.text());
    const retryAfter = response.headers['retry-after'];
    throw responseError(callName(request), response.statusCode, body, retryAfter?.toString());
  }

  #attempt(request: KubeRequest, lane: Lane, signal: AbortSignal, credential: Credential) {
    signal.throwIfAborted();
    const agent = this.#agents.for(credential.tls)[lane];
    return agent.request({
      origin: this.#origin,
      method: methodOf(request),
      path: this.#basePath + target(request),
      headers: this.#headers(request, credential),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    });
  }

  #headers(request: KubeRequest, credential: Credential): Record<string, string> {
    return {
      accept: 'application/json',
      'user-agent': this.#options.userAgent,
      ...(credential.token === undefined ? {} : { authorization: `Bearer ${credential.token}` }),
      ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
    };
  }
}

function parseJson(request: KubeRequest, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const call = callName(request);
    throw new KubeError(`${call} was answered with something that is not JSON: ${text.slice(0, 80)}`, {
      code: 'KUBE_MALFORMED_RESPONSE',
      call,
      retryable: true,
      cause,
    });
  }
}
