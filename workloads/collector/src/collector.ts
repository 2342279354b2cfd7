import { setTimeout as wait } from 'node:timers/promises';
import { type StageCondition, withJudgement } from '@pricecast/runtime';
import {
  type BackoffBounds,
  type BrokerView,
  backoffMilliseconds,
  classifyError,
  type DeliveryFailure,
  judgeBroker,
  type ProducerLimits,
  type Sender,
} from '@pricecast/stream';
import { type CheckpointStore, readPositions } from './delivery/checkpoint-store.ts';
import { DeliveryRecord } from './delivery/delivery-record.ts';
import { Outbox } from './delivery/outbox.ts';
import type { TradeEnvelope } from './delivery/trade-message.ts';
import { ExchangeLink, type LinkParts } from './exchange/exchange-link.ts';
import { judgeBacklog } from './judgement/backlog-judgement.ts';
import { type ExchangeView, judgeExchange } from './judgement/exchange-judgement.ts';
import type { Position } from './sequence/position.ts';
import type { ReceivedTrade } from './sequence/received-trade.ts';

type LinkSettings = 'address' | 'history' | 'limits' | 'symbols' | 'log' | 'now' | 'random';

/** What a collector is made of. */
export interface CollectorParts extends Pick<LinkParts, LinkSettings> {
  readonly checkpoints: CheckpointStore;
  readonly envelope: TradeEnvelope;
  readonly sender: Sender;
  readonly producerLimits: ProducerLimits;
  /** Trades that Kafka has acknowledged, and when. */
  readonly onDelivered: (trades: readonly ReceivedTrade[], now: number) => void;
}

const startBackoff: BackoffBounds = { firstMilliseconds: 250, largestMilliseconds: 5_000 };
const flushMilliseconds = 15_000;

/** Reads the trades of its symbols from an exchange and writes each to Kafka, in order and once. */
export class Collector {
  readonly record: DeliveryRecord;
  readonly outbox: Outbox;
  readonly #parts: CollectorParts;
  readonly #stopping = new AbortController();
  #starting: Promise<void> = Promise.resolve();
  #startFailure: DeliveryFailure | undefined;
  #link: ExchangeLink | undefined;
  #conditions: StageCondition[] = [];
  #everySecond: NodeJS.Timeout | undefined;
  #malformedSeen = 0;

  constructor(parts: CollectorParts) {
    const { sender, producerLimits, envelope, checkpoints, log, now, random } = parts;
    this.#parts = parts;
    this.record = new DeliveryRecord(now());
    this.outbox = new Outbox({
      sender,
      limits: producerLimits,
      envelope,
      stateTopic: checkpoints.topic,
      onDelivered: (trades) => this.#delivered(trades),
      onRoom: () => this.#link?.roomAgain(),
      onFailure: (failure) => log.debug({ failure }, 'Noted how deliveries go'),
      now,
      random,
    });
  }

  /** The link to the exchange; undefined until it is known where each symbol begins. */
  get link(): ExchangeLink | undefined {
    return this.#link;
  }

  /** Begins and goes on until stop(); every fault heals by itself. */
  start(): void {
    this.#starting = this.#begin();
    this.#everySecond = setInterval(() => this.#second(), 1_000);
  }

  /** Receives nothing more, writes what it has within 15 s, and closes. */
  async stop(): Promise<void> {
    clearInterval(this.#everySecond);
    this.#stopping.abort();
    await this.#starting;
    await this.#parts.history.close();
    await this.#link?.stop();
    await Promise.race([this.outbox.flush(), wait(flushMilliseconds, undefined, { ref: false })]);
    const { queuedMessages } = this.outbox.state;
    if (queuedMessages > 0) this.#parts.log.warn({ queuedMessages }, 'Left trades to the next start');
    await this.outbox.close();
  }

  /** How it stands, judged now. */
  conditions(): readonly StageCondition[] {
    const now = this.#parts.now();
    const judgements = [
      judgeExchange(this.exchangeView()),
      judgeBroker(this.brokerView()),
      judgeBacklog(this.#link?.late() ?? [], now),
    ];
    for (const judgement of judgements) {
      this.#conditions = withJudgement(this.#conditions, judgement, new Date(now));
    }
    return this.#conditions;
  }

  exchangeView(): ExchangeView {
    return this.#link?.view() ?? unlinked(this.#parts);
  }

  brokerView(): BrokerView {
    return { failure: this.#startFailure ?? this.outbox.state.failure, answered: this.#link !== undefined };
  }

  /** Symbols that a restart now could lose trades of. */
  unsafeSymbols(): string[] {
    return this.#parts.symbols.filter((symbol) => !this.outbox.isSafe(symbol));
  }

  /** How late the trades are; see DeliveryRecord. */
  lagSeconds(): number {
    const late = (this.#link?.late() ?? []).map(({ tradeTime }) => tradeTime).filter((time) => time > 0);
    const waiting = [...late, this.outbox.oldestEventTime ?? Number.POSITIVE_INFINITY];
    const oldest = Math.min(...waiting);
    const oldestEventTime = Number.isFinite(oldest) ? oldest : undefined;
    return this.record.lagSeconds({ oldestEventTime }, this.#parts.now());
  }

  async #begin(): Promise<void> {
    const positions = await this.#findPositions();
    if (positions === undefined) return;
    for (const symbol of positions.keys()) this.outbox.found(symbol);
    this.#parts.log.info({ positions: positions.size }, 'Read the checkpoints');
    this.#link = new ExchangeLink({
      ...this.#parts,
      positions,
      sink: this.outbox.offer,
      onAnchored: (symbol, position) => this.outbox.anchor(symbol, position),
    });
    this.#link.start();
  }

  /** Tries until Kafka answers; undefined when stopped before. */
  async #findPositions(): Promise<ReadonlyMap<string, Position> | undefined> {
    const { checkpoints, symbols, random } = this.#parts;
    const { signal } = this.#stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        const positions = await readPositions(checkpoints, symbols);
        this.#startFailure = undefined;
        return positions;
      } catch (error) {
        this.#noteStartFailure(error, attempt);
      }
      const pause = wait(backoffMilliseconds(attempt, startBackoff, random()), undefined, { signal });
      await pause.catch(() => undefined);
    }
    return undefined;
  }

  #noteStartFailure(cause: unknown, attempts: number): void {
    const error = classifyError(cause, []);
    this.#startFailure = { error, attempts, since: this.#startFailure?.since ?? this.#parts.now() };
  }

  #delivered(trades: readonly ReceivedTrade[]): void {
    const now = this.#parts.now();
    this.record.note(trades, now);
    this.#parts.onDelivered(trades, now);
  }

  #second(): void {
    this.outbox.writeCheckpoints();
    this.#logMalformed();
    this.#logChanges();
  }

  #logMalformed(): void {
    const malformed = this.#link?.intake.malformed;
    if (malformed === undefined || malformed.count === this.#malformedSeen) return;
    this.#malformedSeen = malformed.count;
    this.#parts.log.warn(malformed, 'Left frames that cannot be read to REST');
  }

  #logChanges(): void {
    const before = new Map(this.#conditions.map(({ type, reason }) => [type, reason]));
    for (const { type, status, reason, message } of this.conditions()) {
      if (before.get(type) === reason) continue;
      const level = status === 'False' ? 'warn' : 'info';
      this.#parts.log[level]({ condition: type, status, reason }, message);
    }
  }
}

function unlinked({ address }: CollectorParts): ExchangeView {
  const unknown = { unknownSymbols: [], trouble: undefined, stalled: false, anchored: false };
  return { stream: { kind: 'Idle' }, address, symbols: 0, ...unknown };
}
