import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FaultBoard } from '../faults/fault-board.ts';
import { disturbReply } from '../faults/request-faults.ts';
import type { Market } from '../market/market-trade.ts';
import type { Random } from '../market/random.ts';
import { endpoints } from '../rest/endpoints.ts';
import type { Query } from '../rest/parameters.ts';
import { type Reply, refusal } from '../rest/reply.ts';
import { judgeWeight, noWeightUsed, type WeightLimits } from '../rest/weights.ts';
import type { Tape } from '../tape/tape.ts';
import { AddressBook } from './address-book.ts';
import type { Counters } from './counters.ts';

/** What the routes need of their server. */
export interface RestPorts {
  readonly now: () => number;
  readonly market: Market;
  readonly tape: Tape;
  readonly faults: FaultBoard;
  readonly random: Random;
  readonly limits: WeightLimits;
  readonly counters: Counters;
  /** Headers of every reply. */
  readonly headers: Readonly<Record<string, string>>;
}

const noSuchPath = refusal(404, -1000, 'There is no such path; see the README for what is served.');

/** Serves every endpoint below `/api/v3`, weighed and disturbed. */
export function addRestRoutes(server: FastifyInstance, ports: RestPorts): void {
  const book = new AddressBook(noWeightUsed);
  server.get<{ Params: { '*': string }; Querystring: Query }>('/api/v3/*', (request, reply) => {
    ports.counters.add('requests');
    const endpoint = endpoints[request.params['*']];
    if (endpoint === undefined) return send(reply, noSuchPath, ports.headers);
    const judged = judgeWeight(book.get(request.ip), endpoint.weight, ports.now(), ports.limits);
    book.set(request.ip, judged.use);
    const view = { ...ports, nowMs: ports.faults.toldTime() };
    const real = judged.refusal ?? endpoint.handle(request.query, view);
    const outcome = disturbReply(real, ports.faults.plan(), view.nowMs, ports.random);
    if (outcome.kind === 'Hang') return reply.hijack();
    return send(reply, outcome.reply, { ...ports.headers, ...weightHeaders(judged.use.used) });
  });
}

function weightHeaders(used: number): Record<string, string> {
  return { 'x-mbx-used-weight': String(used), 'x-mbx-used-weight-1m': String(used) };
}

function send(reply: FastifyReply, { status, headers, body }: Reply, more: Readonly<Record<string, string>>) {
  return reply
    .code(status)
    .headers({ ...headers, ...more })
    .send(body);
}
