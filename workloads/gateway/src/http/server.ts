import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import { type Logger, problemMediaType, securityHeaders } from '@pricecast/runtime';
import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import type { Gateway } from '../gateway.ts';
import { registerApi } from './api-routes.ts';
import { Problem } from './problem.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { registerStream, streamPath } from './stream-route.ts';

/** Where the gateway listens and what it serves besides the interface. */
export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Absent: no dashboard. */
  readonly dashboardPort: number | undefined;
  /** Folder with `index.html`, `docs.html` and what they need; absent: neither is served. */
  readonly assets: string | undefined;
  readonly log: Logger;
  readonly metrics: RequestMetrics;
}

/** The listening gateway. */
export interface GatewayServer {
  readonly port: number;
  readonly dashboardPort: number | undefined;
  close(): Promise<void>;
}

/** Listens on both ports; port 0 takes a free one. */
export async function startServer(gateway: Gateway, options: ServerOptions): Promise<GatewayServer> {
  const app = await createApp(gateway, options);
  await app.listen({ host: options.host, port: options.port });
  const second = options.dashboardPort === undefined ? undefined : createServer(app.routing);
  if (second !== undefined) await listen(second, options.host, options.dashboardPort ?? 0);
  return {
    port: portOf(app.server),
    dashboardPort: second === undefined ? undefined : portOf(second),
    close: async () => {
      gateway.streams.close();
      second?.closeAllConnections();
      second?.close();
      await app.close();
    },
  };
}

async function createApp(gateway: Gateway, options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true });
  // Queries are read by readQuery(); the schemas of the routes are there to be shown.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
  app.addHook('onResponse', async (request, reply) => {
    const isOpenStream = request.routeOptions.url === streamPath && reply.statusCode === 200;
    if (!isOpenStream)
      options.metrics.answered(request.routeOptions.url, reply.statusCode, reply.elapsedTime / 1_000);
  });
  answerProblems(app, options.log);
  await app.register(fastifySwagger, { openapi: description });
  registerApi(app, gateway);
  registerStream(app, gateway, options.metrics);
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  if (options.assets !== undefined)
    await serveAssets(app, options.assets, options.dashboardPort !== undefined);
  return app;
}

const description = {
  openapi: '3.1.0',
  info: {
    title: 'pricecast gateway',
    description:
      'Prices, features, forecasts and alerts of one PricePipeline. Decimals are text, byte for byte as the exchange wrote them; times are milliseconds since 1970-01-01T00:00:00Z.',
    version: '1',
  },
};

function answerProblems(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((request) => {
    throw new Problem(
      'NOT_FOUND',
      `There is nothing at ${request.url.slice(0, 200)}; /docs shows what there is`,
    );
  });
  app.setErrorHandler((error: FastifyError | Problem, _request, reply) => {
    const problem =
      error instanceof Problem ? error : new Problem('INTERNAL', sentenceOf(error), { cause: error });
    if (problem.code === 'INTERNAL') log.error({ error }, 'Failed to answer a request');
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
    return reply.code(problem.status).type(problemMediaType).send(problem.body);
  });
}

/** What was wrong with a request may be told; what went wrong inside may not. */
function sentenceOf({ statusCode = 500, message }: FastifyError): string {
  return statusCode < 500 ? message : 'The gateway could not answer; its log says why';
}

async function serveAssets(app: FastifyInstance, root: string, withDashboard: boolean): Promise<void> {
  await app.register(fastifyStatic, { root, prefix: '/assets/', cacheControl: false, index: false });
  const page = (path: string, file: string) =>
    app.get(path, { schema: { hide: true } }, (_request, reply) => reply.sendFile(file));
  page('/docs', 'docs.html');
  if (withDashboard) page('/', 'index.html');
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen({ host, port }, resolve);
  await promise;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
