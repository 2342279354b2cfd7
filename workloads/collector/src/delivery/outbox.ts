import {
  BatchingProducer,
  type DeliveryFailure,
  type DeliveryState,
  type ProducerLimits,
  type Sender,
} from '@pricecast/stream';
import type { Position } from '../sequence/position.ts';
import type { ReceivedTrade } from '../sequence/received-trade.ts';
import { type CheckpointMessage, checkpointKey, checkpointMessage } from './checkpoint.ts';
import { Progress } from './progress.ts';
import { type TraceIds, type TradeMessage, tradeMessage } from './trade-message.ts';

/** What an outbox is made of. */
export interface OutboxParts {
  readonly sender: Sender;
  readonly limits: ProducerLimits;
  readonly tradesTopic: string;
  readonly stateTopic: string;
  readonly source: string;
  readonly traces: TraceIds;
  /** Trades that Kafka has acknowledged, in the order in which they were offered. */
  readonly onDelivered: (trades: readonly TradeMessage[]) => void;
  /** There is room again after a refusal. */
  readonly onRoom: () => void;
  readonly onFailure: (failure: DeliveryFailure | undefined) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** After a refusal nothing is taken before the queue has fallen to this share of its bounds. */
const roomShare = 0.5;

/** Takes trades in order, writes them, and writes down how far they are acknowledged. */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #producer: BatchingProducer<TradeMessage | CheckpointMessage>;
  readonly #progress = new Progress();
  readonly #written = new Set<string>();
  #full = false;

  constructor(parts: OutboxParts) {
    const { sender, limits, onFailure, now, random } = parts;
    this.#parts = parts;
    this.#producer = new BatchingProducer({
      sender,
      limits,
      onAcknowledged: (batch) => this.#acknowledged(batch),
      onFailure,
      now,
      random,
    });
  }

  get state(): DeliveryState {
    return this.#producer.state;
  }

  /** Takes the trade, or refuses it for want of room; onRoom tells when to come again. */
  readonly offer = (trade: ReceivedTrade): boolean => {
    if (this.#full) return false;
    const { tradesTopic, source, traces } = this.#parts;
    this.#full = !this.#producer.add(tradeMessage(tradesTopic, source, trade, traces.next()));
    return !this.#full;
  };

  /** A symbol begins behind this position; it is written down before its trades are. */
  anchor(symbol: string, position: Position): void {
    this.#progress.note(symbol, position);
    this.writeCheckpoints();
  }

  /** A symbol has a checkpoint already. */
  found(symbol: string): void {
    this.#written.add(checkpointKey(this.#parts.source, symbol));
  }

  /** True when Kafka holds a checkpoint of the symbol: from then on no restart loses a trade. */
  isSafe(symbol: string): boolean {
    return this.#written.has(checkpointKey(this.#parts.source, symbol));
  }

  /** Writes down how far the trades are acknowledged; what does not fit now is written next time. */
  writeCheckpoints(): void {
    const { stateTopic, source, now } = this.#parts;
    const changes = this.#progress.takeChanges();
    const refused = changes.filter(
      ([symbol, position]) =>
        !this.#producer.add(checkpointMessage(stateTopic, checkpointKey(source, symbol), position, now())),
    );
    this.#progress.keepChanges(refused.map(([symbol]) => symbol));
  }

  /** Resolves when everything that was taken is acknowledged and written down. */
  async flush(): Promise<void> {
    await this.#producer.flush();
    this.writeCheckpoints();
    await this.#producer.flush();
  }

  /** Gives up what is not acknowledged. */
  async close(): Promise<void> {
    await this.#producer.close();
  }

  #acknowledged(batch: readonly (TradeMessage | CheckpointMessage)[]): void {
    const trades: TradeMessage[] = [];
    for (const message of batch) {
      if (message.kind === 'Checkpoint') this.#written.add(message.key);
      else trades.push(message);
    }
    for (const { key, id, timestamp } of trades)
      this.#progress.note(key, { lastId: id, tradeTime: timestamp });
    if (trades.length > 0) this.#parts.onDelivered(trades);
    if (this.#full && this.#hasRoom()) {
      this.#full = false;
      this.#parts.onRoom();
    }
  }

  #hasRoom(): boolean {
    const { queuedMessages, queuedBytes } = this.#producer.state;
    const { messages, bytes } = this.#parts.limits.queue;
    return queuedMessages <= messages * roomShare && queuedBytes <= bytes * roomShare;
  }
}
