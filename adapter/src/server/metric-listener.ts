import { constants } from 'node:crypto';
import { once } from 'node:events';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { HeaderList } from '../access/header-list.ts';
import type { Answer, MetricRequest } from '../metric-api/answer.ts';
import type { Gate } from './gate.ts';
import { type ShownByConnection, shownBy } from './shown-certificate.ts';

/** Keys, certificates and authorities of the listener, all PEM. */
export interface ListenerSecrets {
  readonly cert: string;
  readonly key: string;
  /** Authorities that may sign certificates of callers; the gate tells them apart afterwards. */
  readonly clientAuthorities: readonly string[];
}

/** What a listener is made of. */
export interface ListenerParts {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly secrets: ListenerSecrets;
  readonly gate: Pick<Gate, 'serve'>;
  /** Told of every answer. */
  readonly answered: (request: MetricRequest, answer: Answer, milliseconds: number) => void;
  readonly monotonicMs: () => number;
  /** Told of a request that could not be served at all, most often because its connection went away. */
  readonly failed: (error: unknown) => void;
}

/** Longest silence of a connection, in milliseconds, and most streams of one that are served side by side. */
const idleMs = 120_000;
const streams = 250;
/** Longest time that questions on their way get when the listener closes, in milliseconds: more than an answer takes. */
const graceMs = 2_000;

/** Serves the metric APIs by TLS, HTTP/2 and HTTP/1.1. */
export class MetricListener {
  readonly #server: Http2SecureServer;
  readonly #parts: ListenerParts;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #sockets = new Set<TLSSocket>();
  /** What a connection has shown; it cannot show anything else later. */
  readonly #shown = new WeakMap<TLSSocket, ShownByConnection>();
  #authorities: string;
  /** How often the authorities have changed, and how often they had when each peer connected: TLS judges by those. */
  #changes = 0;
  readonly #accepted = new Map<string, number>();

  private constructor(parts: ListenerParts) {
    this.#parts = parts;
    this.#authorities = parts.secrets.clientAuthorities.join();
    this.#server = createSecureServer(
      {
        ...contextOf(parts.secrets),
        allowHTTP1: true,
        requestCert: true,
        // Callers with tokens and probes show no certificate; the gate judges those that do.
        rejectUnauthorized: false,
        settings: { maxConcurrentStreams: streams },
      },
      (request, response) =>
        void this.#handle(request, response).catch((error: unknown) => {
          parts.failed(error);
          response.stream?.close();
        }),
    );
    this.#server.on('connection', (socket: Socket) => this.#accept(socket));
    this.#server.on('session', (session) => this.#begin(session));
    this.#server.on('secureConnection', (socket) => keep(this.#sockets, socket));
    // A caller that breaks its connection, as the availability probe does, is nobody's fault.
    this.#server.on('sessionError', () => {});
    this.#server.on('tlsClientError', () => {});
    this.#server.setTimeout(idleMs);
  }

  /** Listens; rejects when the port is taken or the certificate unusable. */
  static async start(parts: ListenerParts): Promise<MetricListener> {
    const listener = new MetricListener(parts);
    listener.#server.listen(parts.port, parts.host);
    await once(listener.#server, 'listening');
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Uses other secrets for connections from now on. Those that are open go on, unless the authorities are others:
   * what their callers have shown was judged by the old ones, so they are told to connect anew.
   */
  renew(secrets: ListenerSecrets): void {
    this.#server.setSecureContext(contextOf(secrets));
    const authorities = secrets.clientAuthorities.join();
    if (authorities === this.#authorities) return;
    this.#authorities = authorities;
    this.#changes += 1;
    for (const session of this.#sessions) session.close();
  }

  /**
   * Stops listening, tells every connection to go elsewhere, answers what is on its way and ends them. Node has no notice of
   * what comes (RFC 9113, 6.8): a question that crosses the word on its way is refused unread, for its caller to ask again.
   */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const session of this.#sessions) session.close();
    const grace = setTimeout(() => this.#destroy(), graceMs);
    await closed;
    clearTimeout(grace);
  }

  #accept(socket: Socket): void {
    const peer = peerOf(socket);
    this.#accepted.set(peer, this.#changes);
    socket.once('close', () => this.#accepted.delete(peer));
  }

  #begin(session: ServerHttp2Session): void {
    keep(this.#sessions, session);
    if (this.#isOutdated(session.socket)) session.close();
  }

  /** Whether TLS has judged a peer by authorities that count no more, or did not yet. */
  #isOutdated(socket: Peer): boolean {
    return (this.#accepted.get(peerOf(socket)) ?? this.#changes) < this.#changes;
  }

  #destroy(): void {
    for (const connection of [...this.#sessions, ...this.#sockets]) connection.destroy();
  }

  async #handle(message: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
    const began = this.#parts.monotonicMs();
    message.on('error', () => {});
    response.on('error', () => {});
    message.resume();
    const headers = new HeaderList(message.rawHeaders);
    const request = requestOf(message, headers);
    const shown = this.#shownBy(socketOf(message));
    const answer = await this.#parts.gate.serve(request, { headers, ...shown });
    this.#parts.answered(request, answer, this.#parts.monotonicMs() - began);
    if (!response.writable) return;
    // HTTP/2 has told it already, and knows no such header.
    const isLast = message.httpVersionMajor === 1 && this.#isOutdated(socketOf(message));
    const closing = isLast ? { Connection: 'close' } : {};
    response.writeHead(answer.status, { 'Content-Type': answer.contentType, ...answer.headers, ...closing });
    response.end(answer.body);
  }

  #shownBy(socket: TLSSocket): ShownByConnection {
    const known = this.#shown.get(socket);
    if (known !== undefined) return known;
    const shown = shownBy(socket);
    this.#shown.set(socket, shown);
    return shown;
  }
}

type Peer = Pick<Socket, 'remoteAddress' | 'remotePort'>;

const peerOf = ({ remoteAddress, remotePort }: Peer): string => `${remoteAddress} ${remotePort}`;

function keep<Connection extends { once(event: 'close', listener: () => void): unknown }>(
  open: Set<Connection>,
  connection: Connection,
): void {
  open.add(connection);
  connection.once('close', () => open.delete(connection));
}

/** Sessions are not resumed: a resumed one would tell only part of what its first handshake showed. */
function contextOf({ cert, key, clientAuthorities }: ListenerSecrets) {
  const secureOptions = constants.SSL_OP_NO_TICKET;
  return { cert, key, ca: [...clientAuthorities], minVersion: 'TLSv1.2' as const, secureOptions };
}

/** The connection under a request; HTTP/2 hides it behind its session. */
function socketOf({ socket, stream }: Http2ServerRequest): TLSSocket {
  return (stream?.session?.socket ?? socket) as TLSSocket;
}

function requestOf({ url, method }: Http2ServerRequest, headers: HeaderList): MetricRequest {
  const at = url.indexOf('?');
  return {
    method,
    path: at < 0 ? url : url.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
    accept: headers.all('accept').join(','),
    ifNoneMatch: headers.first('if-none-match'),
  };
}
