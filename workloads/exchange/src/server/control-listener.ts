import type { AddressInfo } from 'node:net';
import { type FastifyReply, fastify } from 'fastify';
import { z } from 'zod';
import { faultOrderSchema } from '../faults/fault-orders.ts';
import type { Exchange } from './exchange.ts';

/** The port on which faults are ordered; it belongs on loopback, for it asks nobody who they are. */
export interface ControlListener {
  readonly port: number;
  close(): Promise<void>;
}

const cutSchema = z.strictObject({
  count: z.int().positive().default(Number.MAX_SAFE_INTEGER),
  manner: z.enum(['Reset', 'Close']).default('Reset'),
});
const shutdownSchema = z.strictObject({ inSeconds: z.number().min(0).max(3_600).default(5) });

/** Listens for orders; see the README of this room. Port 0 takes a free one. */
export async function startControlListener(
  exchange: Exchange,
  host: string,
  port: number,
): Promise<ControlListener> {
  const server = fastify({ forceCloseConnections: true });
  const shutdowns = new Set<NodeJS.Timeout>();
  server.get('/control/state', () => exchange.state());
  server.post('/control/start', () => {
    exchange.start();
    return exchange.state();
  });
  server.get('/control/faults', () => exchange.faults.plan());
  server.put('/control/faults', (request, reply) =>
    withBody(faultOrderSchema, request.body, reply, (order) => {
      exchange.faults.order(order);
      return exchange.faults.plan();
    }),
  );
  server.delete('/control/faults', () => {
    exchange.faults.clear();
    return exchange.faults.plan();
  });
  server.post('/control/cut', (request, reply) =>
    withBody(cutSchema, request.body, reply, ({ manner, count }) => ({ cut: exchange.cut(manner, count) })),
  );
  server.post('/control/shutdown', (request, reply) =>
    withBody(shutdownSchema, request.body, reply, ({ inSeconds }) => {
      shutdowns.add(setTimeout(exchange.announceShutdown(), inSeconds * 1000));
      return exchange.state();
    }),
  );
  await server.listen({ host, port });
  const address = server.server.address() as AddressInfo;
  return {
    port: address.port,
    close: async () => {
      for (const timer of shutdowns) clearTimeout(timer);
      await server.close();
    },
  };
}

/** Answers 400 with what is wrong with the body, or what `obey` answers. */
function withBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  reply: FastifyReply,
  obey: (order: z.infer<Schema>) => unknown,
): unknown {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return obey(parsed.data);
  return reply.code(400).send({ code: 'ORDER_INVALID', message: z.prettifyError(parsed.error) });
}
