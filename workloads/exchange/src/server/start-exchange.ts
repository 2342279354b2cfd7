import type { AddressInfo } from 'node:net';
import type { ExchangeTrade } from '@pricecast/market';
import { fastify } from 'fastify';
import { type AttemptLimits, binanceAttemptLimits } from '../protocol/attempts.ts';
import { binanceSessionLimits, type SessionLimits } from '../protocol/session.ts';
import { binanceWeightLimits, type WeightLimits } from '../rest/weights.ts';
import { Exchange, type ExchangeParts } from './exchange.ts';
import { Journal } from './journal.ts';
import { addRestRoutes } from './rest-routes.ts';
import { listenForWebSockets } from './web-socket-listener.ts';

/** What differs from an exchange on loopback with Binance's own limits. */
export interface ExchangeOptions extends Pick<ExchangeParts, 'market' | 'now'> {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly faultSeed?: number;
  readonly firstId?: number;
  /** Trades that REST can still give, at least, shared evenly by the symbols. */
  readonly keepTrades?: number;
  /** CSV file of every trade that exists. */
  readonly journalFile?: string;
  /** Whether the market opens at once or with {@link Exchange.start}. */
  readonly opens?: 'AtOnce' | 'OnCommand';
  readonly sessionLimits?: Partial<SessionLimits>;
  readonly weightLimits?: Partial<WeightLimits>;
  readonly attemptLimits?: Partial<AttemptLimits>;
  /** Is told what goes wrong beside the requests, such as a full disk. */
  readonly onError?: (error: Error) => void;
}

/** An exchange that answers. */
export interface RunningExchange {
  readonly exchange: Exchange;
  readonly port: number;
  /** `ws://host:port`, what a collector takes as BINANCE_WS_URL. */
  readonly webSocketUrl: string;
  /** `http://host:port`, what a collector takes as BINANCE_REST_URL. */
  readonly restUrl: string;
  /** Tells the clients, closes every connection and finishes the journal. */
  stop(): Promise<void>;
}

const tickEveryMs = 10;
const checkEveryMs = 100;
// A client that does not answer a close frame must not keep the process from ending.
const closeWithinMs = 1_000;
/** Aggregate ids begin at the milliseconds since then. */
const idEpochMs = Date.UTC(2024, 0, 1);

/**
 * The first id of an exchange that starts now. Ids then never fall over a restart
 * as long as no symbol trades more than 1000 times a second on average.
 */
export function firstIdAt(nowMs: number): number {
  return Math.max(1, nowMs - idEpochMs);
}

/** Starts an exchange: REST and WebSocket on one port, the market played against `now`. */
export async function startExchange(options: ExchangeOptions): Promise<RunningExchange> {
  const { market, now, host = '127.0.0.1', opens = 'AtOnce' } = options;
  const journal = openJournal(options);
  const exchange = new Exchange({
    market,
    now,
    faultSeed: options.faultSeed ?? 1,
    firstId: options.firstId ?? firstIdAt(now()),
    keepTrades: Math.ceil((options.keepTrades ?? 400_000) / Math.max(1, market.symbols.length)),
    onTrades: (made: readonly ExchangeTrade[]) => journal?.write(made),
  });
  const server = await listen(exchange, options);
  const timers = [
    setInterval(() => exchange.tick(), tickEveryMs),
    setInterval(() => exchange.connections.check(), checkEveryMs),
  ];
  if (opens === 'AtOnce') exchange.start();
  const { port } = server.server.address() as AddressInfo;
  return {
    exchange,
    port,
    webSocketUrl: `ws://${host}:${port}`,
    restUrl: `http://${host}:${port}`,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      exchange.announceShutdown()();
      const patience = setTimeout(() => exchange.connections.end('Reset', Infinity), closeWithinMs);
      await server.close();
      clearTimeout(patience);
      await journal?.close();
    },
  };
}

function openJournal({ journalFile, onError = rethrow }: ExchangeOptions): Journal | undefined {
  return journalFile === undefined ? undefined : new Journal(journalFile, onError);
}

async function listen(exchange: Exchange, options: ExchangeOptions) {
  const server = fastify({ forceCloseConnections: true });
  const headers = { 'x-pricecast-market': exchange.market.kind };
  const { market, tape, faults, random, counters, connections, now } = exchange;
  const shared = { faults, random, counters, now, headers };
  const limits = { ...binanceWeightLimits, ...options.weightLimits };
  addRestRoutes(server, { ...shared, market, tape, limits });
  listenForWebSockets(server.server, {
    ...shared,
    connections,
    limits: { ...binanceSessionLimits, ...options.sessionLimits },
    attempts: { ...binanceAttemptLimits, ...options.attemptLimits },
  });
  await server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  return server;
}

function rethrow(error: Error): never {
  throw error;
}
