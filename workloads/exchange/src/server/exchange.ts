import type { ExchangeTrade } from '@pricecast/market';
import { spoil } from '../faults/bad-values.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { Market } from '../market/market-trade.ts';
import { type Random, seededRandom } from '../market/random.ts';
import { aggTradeFrame, shutdownFrame } from '../protocol/frames.ts';
import { Tape } from '../tape/tape.ts';
import { Trading } from '../tape/trading.ts';
import type { CutManner } from './connection.ts';
import { Connections } from './connections.ts';
import { Counters, type Counts } from './counters.ts';
import { klineFrames } from './kline-feed.ts';
import { RateMeter } from './rate-meter.ts';

/** What an exchange is made from. */
export interface ExchangeParts {
  readonly market: Market;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
  /** Seed of the faults that hit by chance. */
  readonly faultSeed: number;
  readonly firstId: number;
  /** Trades kept for each symbol, at least. */
  readonly keepTrades: number;
  /** Is told every trade before any client is. */
  readonly onTrades: (made: readonly ExchangeTrade[]) => void;
}

/** Where an exchange stands, for people, tests and proofs. */
export interface ExchangeState {
  readonly market: Market['kind'];
  readonly label: string;
  readonly started: boolean;
  /** True once a market with an end has made its last trade. */
  readonly finished: boolean;
  readonly trades: number;
  readonly tradesPerSecond: number;
  readonly connections: number;
  readonly streams: readonly string[];
  readonly counts: Counts;
}

const klinesEveryMs = 2_000;

/** The market, the clients and the faults of one exchange, without its listeners and timers. */
export class Exchange {
  readonly market: Market;
  readonly tape: Tape;
  readonly faults: FaultBoard;
  readonly connections = new Connections();
  readonly counters = new Counters();
  readonly random: Random;
  readonly now: () => number;
  readonly #trading: Trading;
  readonly #rate = new RateMeter();
  readonly #onTrades: ExchangeParts['onTrades'];
  #klinesPushedMs: number;

  constructor(parts: ExchangeParts) {
    this.market = parts.market;
    this.now = parts.now;
    this.random = seededRandom(parts.faultSeed);
    this.faults = new FaultBoard(parts.now);
    const symbols = parts.market.symbols.map((rules) => rules.symbol);
    this.tape = new Tape(symbols, { firstId: parts.firstId, retain: parts.keepTrades });
    this.#trading = new Trading(parts.market, this.tape);
    this.#onTrades = parts.onTrades;
    this.#klinesPushedMs = parts.now();
  }

  /** Opens the market; a second call changes nothing. */
  start(): void {
    this.#trading.start(this.now());
  }

  /** Makes the trades that are due, writes them down and sends them. */
  tick(): void {
    const nowMs = this.now();
    const plan = this.faults.plan();
    const { speed, clockOffsetMs } = plan;
    const made = this.#trading.advance(nowMs, {
      speed,
      clockOffsetMs,
      spoil: (trade) => spoil(trade, plan, this.random),
    });
    this.#onTrades(made);
    this.#rate.add(made.length, nowMs);
    this.connections.deliver(made.map((one) => aggTradeFrame(one, nowMs + clockOffsetMs)));
    if (nowMs - this.#klinesPushedMs >= klinesEveryMs) this.#pushKlines(nowMs + clockOffsetMs, nowMs);
  }

  /** Ends up to `count` connections, oldest first. */
  cut(manner: CutManner, count: number): number {
    const cut = this.connections.end(manner, count);
    this.counters.add('connectionsCut', cut);
    return cut;
  }

  /** Tells every client that its connection will be closed soon; the result closes those connections. */
  announceShutdown(): () => void {
    const told = this.connections.announce(shutdownFrame(this.faults.toldTime()));
    return () => {
      for (const connection of told) connection.end('Close');
    };
  }

  state(): ExchangeState {
    return {
      market: this.market.kind,
      label: this.market.label,
      started: this.#trading.started,
      finished: this.#trading.finished,
      trades: this.tape.count,
      tradesPerSecond: this.#rate.perSecond(this.now()),
      connections: this.connections.size,
      streams: this.connections.streams(),
      counts: this.counters.get(),
    };
  }

  #pushKlines(toldMs: number, nowMs: number): void {
    const push = { lastMs: this.#klinesPushedMs, nowMs: toldMs };
    this.#klinesPushedMs = nowMs;
    this.connections.deliver(klineFrames(this.connections.streams(), this.tape, push));
  }
}
