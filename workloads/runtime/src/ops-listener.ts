import type { AddressInfo } from 'node:net';
import { type FastifyReply, fastify } from 'fastify';
import type { Registry } from 'prom-client';
import type { Check } from './check.ts';
import type { StageReport } from './report.ts';

/** What the ops listener shows; each is asked anew with every request. */
export interface OpsView {
  readonly liveness: () => readonly Check[];
  readonly readiness: () => readonly Check[];
  readonly report: () => StageReport;
  readonly metrics: Registry;
}

/** A listener that serves `/healthz`, `/readyz`, `/metrics` and `/report`. */
export interface OpsListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens at once. `/healthz` and `/readyz` answer 200 when every check holds and 503 otherwise,
 * both with each check by name and the sentence of those that fail. Port 0 takes a free one.
 */
export async function startOpsListener(host: string, port: number, view: OpsView): Promise<OpsListener> {
  const server = fastify({ forceCloseConnections: true });
  server.get('/healthz', (_request, reply) => answerChecks(reply, view.liveness()));
  server.get('/readyz', (_request, reply) => answerChecks(reply, view.readiness()));
  server.get('/report', () => view.report());
  server.get('/metrics', async (_request, reply) => {
    const text = await view.metrics.metrics();
    return reply.type(view.metrics.contentType).send(text);
  });
  await server.listen({ host, port });
  const address = server.server.address() as AddressInfo;
  return { port: address.port, close: () => server.close() };
}

function answerChecks(reply: FastifyReply, checks: readonly Check[]): FastifyReply {
  const results = checks.map((check) => ({ name: check.name, ...check.check() }));
  return reply.code(results.every(({ ok }) => ok) ? 200 : 503).send({ checks: results });
}
