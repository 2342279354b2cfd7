import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One time that an HPA asked for its metric, and what it was told. */
export interface Asked {
  readonly metric: string;
  /** Seconds since the first question. */
  readonly at: number;
  /** Undefined when it was told nothing. */
  readonly value: number | undefined;
}

/** An API server on loopback. */
export interface ApiServer {
  readonly port: number;
  readonly token: string;
}

/** One time that an HPA set a count. */
export interface Scaled {
  readonly target: string;
  readonly at: number;
  readonly replicas: number;
}

/** Stands before an API server and answers for external metrics itself. */
export interface MetricsProxy {
  readonly port: number;
  readonly asked: readonly Asked[];
  readonly scaled: readonly Scaled[];
  stop(): Promise<void>;
}

const group = '/apis/external.metrics.k8s.io/v1beta1/';
const scalePath = /\/deployments\/([^/]+)\/scale$/;

/**
 * Starts the proxy. `valueAt` says what a metric is at a time in seconds since the first question; undefined is
 * answered as a failure. Clients have to speak JSON.
 */
export async function startMetricsProxy(
  apiServer: ApiServer,
  valueAt: (seconds: number) => number | undefined,
): Promise<MetricsProxy> {
  const asked: Asked[] = [];
  const scaled: Scaled[] = [];
  let first: number | undefined;
  const since = () => (performance.now() - (first ?? performance.now())) / 1_000;
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://proxy');
    if (pathname.startsWith(group)) {
      first ??= performance.now();
      const metric = pathname.split('/').at(-1) ?? '';
      const at = since();
      const value = valueAt(at);
      asked.push({ metric, at, value });
      answer(outgoing, metric, value);
      return;
    }
    const target = incoming.method === 'PUT' ? scalePath.exec(pathname)?.[1] : undefined;
    if (target !== undefined)
      text(incoming, (body) =>
        scaled.push({ target, at: since(), replicas: JSON.parse(body).spec.replicas }),
      );
    pass(apiServer, incoming, outgoing);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { port: (server.address() as AddressInfo).port, asked, scaled, stop };
}

function text(incoming: IncomingMessage, take: (body: string) => void): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => take(Buffer.concat(chunks).toString('utf8')));
}

function answer(outgoing: ServerResponse, metric: string, value: number | undefined): void {
  outgoing.setHeader('content-type', 'application/json');
  outgoing.statusCode = value === undefined ? 404 : 200;
  const none = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };
  const timestamp = new Date().toISOString();
  const items = [
    { metricName: metric, metricLabels: {}, timestamp, value: `${Math.round(1_000 * (value ?? 0))}m` },
  ];
  const list = {
    kind: 'ExternalMetricValueList',
    apiVersion: 'external.metrics.k8s.io/v1beta1',
    metadata: {},
    items,
  };
  outgoing.end(JSON.stringify(value === undefined ? none : list));
}

function pass({ port, token }: ApiServer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { url: path, method } = incoming;
  // A client of Kubernetes sends its token to nobody in plain text, so it is added here.
  const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
  const onward = secureRequest(
    { host: '127.0.0.1', port, path, method, headers, rejectUnauthorized: false },
    (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
