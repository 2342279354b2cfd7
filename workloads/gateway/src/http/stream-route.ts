import { jsonSchema, securityHeaders } from '@pricecast/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { coldChannels, type Gateway, healthOf } from '../gateway.ts';
import { decodePosition, type Position } from '../history/position.ts';
import { Cursor } from '../live/cursor.ts';
import { LiveStream } from '../live/live-stream.ts';
import { Problem } from './problem.ts';
import { readQuery, type StreamQuery, streamQuery } from './query.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { describeRoute } from './route-description.ts';

/** Path of the event stream. */
export const streamPath = '/api/stream';

const headers = {
  ...securityHeaders,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Nginx and those that imitate it would otherwise collect events before they pass them on.
  'x-accel-buffering': 'no',
};

/** The event stream: everything that comes, from now or from a position on, for ever. */
export function registerStream(app: FastifyInstance, gateway: Gateway, metrics: RequestMetrics): void {
  const schema = {
    ...describeRoute(
      'Server-sent events: hello, trades, bars, features, predictions, alerts, gap and health. The data of a kind of message is an array of messages.',
      z.string(),
    ),
    querystring: jsonSchema(streamQuery, 'input'),
  };
  app.get(streamPath, { schema }, (request, reply) => {
    const query = readQuery(streamQuery, request.query);
    const position = positionOf(request, query);
    checkRoom(gateway);
    // Counted when it opens: it may be open for days.
    metrics.answered(streamPath, 200, 0);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, headers);
    const interest = { channels: query.channels, symbols: query.symbols && new Set(query.symbols) };
    const cursor = new Cursor(gateway.history, interest, position);
    const stream = new LiveStream(cursor, {
      write: (text) => raw.write(text),
      end: () => raw.end(),
    });
    gateway.streams.add(stream);
    raw.on('drain', () => stream.drained());
    raw.on('close', () => gateway.streams.remove(stream));
    const { pipeline, syntheticSymbols } = gateway;
    stream.open({ pipeline, syntheticSymbols });
    stream.tell('health', JSON.stringify(healthOf(gateway)));
  });
}

/** Last-Event-ID first: a client that connects again still has the URL that it began with. */
function positionOf(request: FastifyRequest, query: StreamQuery): Position | undefined {
  const text = [request.headers['last-event-id']].flat()[0] || query.position;
  if (text === undefined) return undefined;
  const position = decodePosition(text);
  if (position === undefined)
    throw new Problem('POSITION_INVALID', 'The position is not one that this interface gave; leave it out');
  return position;
}

function checkRoom(gateway: Gateway): void {
  const cold = coldChannels(gateway);
  if (cold.length > 0) {
    const failure = cold.map((name) => gateway.view(name).failure).find((found) => found !== undefined);
    const detail = failure?.error.message ?? `The history of ${cold.join(', ')} is being read`;
    throw new Problem('STARTING', detail, { retryAfterSeconds: 1 });
  }
  if (gateway.streams.isFull) {
    const detail = `All ${gateway.streams.most} event streams of this pod are taken; try again later`;
    throw new Problem('STREAMS_EXHAUSTED', detail, { retryAfterSeconds: 5 });
  }
}
