import { isIPv6 } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { DemandError, refusal, unreachable } from '../demand-error.ts';
import type { SecretRef, Secrets } from '../reach/secret-values.ts';
import type { Reach, ServicePort } from '../reach/service-reach.ts';
import { readUpTo } from './read-up-to.ts';

/** How a scaler describes an HTTP server. */
export interface HttpServer extends ServicePort {
  readonly tls?:
    | { readonly caSecretRef?: SecretRef | undefined; readonly serverName?: string | undefined }
    | undefined;
  readonly authorization?:
    | {
        readonly type: 'Basic' | 'Bearer';
        readonly username?: string | undefined;
        readonly secretRef: SecretRef;
      }
    | undefined;
}

/** What requests go through. */
export interface ServiceHttpParts {
  readonly server: HttpServer;
  readonly reach: Reach;
  readonly secrets: Secrets;
  /** Connections in plain text, shared by all sources. */
  readonly dispatcher: Dispatcher;
  /** Longest time for one answer, in milliseconds. */
  readonly deadlineMs?: number;
}

/** One question. */
export interface Question {
  /** Path and query. */
  readonly path: string;
  /** Form that is posted; absent: a GET. */
  readonly form?: URLSearchParams;
  /** Longest answer in bytes. */
  readonly most: number;
}

const defaultDeadlineMs = 5_000;

/** Asks an HTTP server behind a Service. Redirects are not followed: an answer must not send us elsewhere. */
export class ServiceHttp {
  readonly #parts: ServiceHttpParts;
  /** Encrypted connections, with the authority that they trust. */
  #encrypted: { readonly ca: string | undefined; readonly agent: Agent } | undefined;

  constructor(parts: ServiceHttpParts) {
    this.#parts = parts;
  }

  /** Status and body of the answer, 2xx or 4xx of the question itself. Throws `DemandError`. */
  async ask(
    question: Question,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { deadlineMs = defaultDeadlineMs } = this.#parts;
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      return await this.#send(question, AbortSignal.any([signal, deadline]));
    } catch (error) {
      this.#parts.reach.forget(this.#parts.server);
      if (error instanceof DemandError) throw error;
      const why = deadline.aborted
        ? `does not answer within ${deadlineMs} ms`
        : `does not answer: ${told(error)}`;
      throw unreachable(`${this.#called} ${why}`, error);
    }
  }

  async close(): Promise<void> {
    await this.#encrypted?.agent.destroy();
    this.#encrypted = undefined;
  }

  async #send({ path, form, most }: Question, signal: AbortSignal) {
    const { reach, server } = this.#parts;
    const { address, port } = await reach.endpointOf(server);
    const host = isIPv6(address) ? `[${address}]` : address;
    const { statusCode, body } = await request(
      `${server.tls === undefined ? 'http' : 'https'}://${host}:${port}${path}`,
      {
        dispatcher: await this.#dispatcher(),
        signal,
        method: form === undefined ? 'GET' : 'POST',
        headers: await this.#headers(form !== undefined),
        ...(form === undefined ? {} : { body: form.toString() }),
      },
    );
    const text = await readUpTo(body, most);
    this.#judge(statusCode);
    if (text === undefined) throw refusal(`${this.#called} answers with more than ${most} bytes`);
    return { status: statusCode, text };
  }

  #judge(status: number): void {
    if (status >= 300 && status < 400)
      throw refusal(`${this.#called} answers with a redirect (status ${status}), which is not followed`);
    if (status === 401 || status === 403) {
      const { server, secrets } = this.#parts;
      const { authorization } = server;
      if (authorization !== undefined) secrets.forget(server.namespace, authorization.secretRef);
      throw refusal(`${this.#called} does not let us in (status ${status})`);
    }
    if (status >= 500 || status === 429) throw unreachable(`${this.#called} answers with status ${status}`);
  }

  async #headers(posts: boolean): Promise<Record<string, string>> {
    const { server, secrets } = this.#parts;
    const { namespace, port, authorization } = server;
    const headers = {
      // Under TLS the name that the certificate has to bear follows from it.
      host: `${nameOf(server)}:${port}`,
      accept: 'application/json',
      ...(posts ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    };
    if (authorization === undefined) return headers;
    const secret = await secrets.read(namespace, authorization.secretRef);
    const { type, username } = authorization;
    const credentials = type === 'Bearer' ? secret : Buffer.from(`${username}:${secret}`).toString('base64');
    return { ...headers, authorization: `${type} ${credentials}` };
  }

  /** A new authority counts from the next question on. */
  async #dispatcher(): Promise<Dispatcher> {
    const { server, secrets, dispatcher } = this.#parts;
    const { tls, namespace } = server;
    if (tls === undefined) return dispatcher;
    const ca = tls.caSecretRef && (await secrets.read(namespace, tls.caSecretRef));
    if (this.#encrypted !== undefined && this.#encrypted.ca === ca) return this.#encrypted.agent;
    await this.close();
    const agent = new Agent({
      connections: 1,
      connect: { servername: nameOf(server), ...(ca === undefined ? {} : { ca }) },
    });
    this.#encrypted = { ca, agent };
    return agent;
  }

  get #called(): string {
    const { service, port } = this.#parts.server;
    return `Service ${service}, port ${port},`;
  }
}

const nameOf = ({ tls, service, namespace }: HttpServer): string =>
  tls?.serverName ?? `${service}.${namespace}.svc`;

/** Node tells of several failed addresses in one error without words. */
function told(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(told).join(', ');
  return error instanceof Error ? error.message : String(error);
}
