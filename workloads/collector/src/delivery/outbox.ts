import {
  BatchingProducer,
  type DeliveryFailure,
  type DeliveryState,
  messageBytes,
  type OutgoingMessage,
  type ProducerLimits,
  type Sender,
} from '@pricecast/stream';
import type { Position } from '../sequence/position.ts';
import type { ReceivedTrade } from '../sequence/received-trade.ts';
import { checkpointKey, checkpointMessage } from './checkpoint.ts';
import { Progress } from './progress.ts';
import { type TradeEnvelope, tradeBytes, tradeMessage } from './trade-message.ts';

/** What an outbox is made of. */
export interface OutboxParts {
  readonly sender: Sender;
  readonly limits: ProducerLimits;
  readonly envelope: TradeEnvelope;
  /** The compacted topic of checkpoints. */
  readonly stateTopic: string;
  /** Trades that Kafka has acknowledged, in the order in which they were offered. */
  readonly onDelivered: (trades: readonly ReceivedTrade[]) => void;
  /** There is room again after a refusal. */
  readonly onRoom: () => void;
  readonly onFailure: (failure: DeliveryFailure | undefined) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

type Item =
  | { readonly kind: 'Trade'; readonly received: ReceivedTrade; readonly serial: number }
  | { readonly kind: 'Checkpoint'; readonly message: OutgoingMessage };

/** So many acknowledged trades are written down at once: it is what a kill may double while a gap is filled. */
const tradesBetweenCheckpoints = 2_000;
/** After a refusal nothing is taken before the queue has fallen to this share of its bounds. */
const roomShare = 0.5;

/** Takes trades in order, writes them, and writes down how far they are acknowledged. */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #producer: BatchingProducer<Item>;
  readonly #progress = new Progress();
  readonly #written = new Set<string>();
  #serial = 0;
  #unwritten = 0;
  #full = false;

  constructor(parts: OutboxParts) {
    const { sender, limits, onFailure, now, random } = parts;
    this.#parts = parts;
    this.#producer = new BatchingProducer<Item>({
      sender,
      limits,
      encode: (item) => this.#encode(item),
      sizeOf,
      onAcknowledged: (batch) => this.#acknowledged(batch),
      onFailure,
      now,
      random,
    });
  }

  get state(): DeliveryState {
    return this.#producer.state;
  }

  /** Event time of the trade that has waited longest, milliseconds since the epoch; undefined when none waits. */
  get oldestEventTime(): number | undefined {
    const { oldest } = this.#producer;
    return oldest?.kind === 'Trade' ? oldest.received.trade.tradeTime : undefined;
  }

  /** Takes the trade, or refuses it for want of room; onRoom tells when to come again. */
  readonly offer = (received: ReceivedTrade): boolean => {
    if (this.#full) return false;
    this.#serial += 1;
    this.#full = !this.#producer.add({ kind: 'Trade', received, serial: this.#serial });
    return !this.#full;
  };

  /** A symbol begins behind this position; it is written down before its trades are. */
  anchor(symbol: string, position: Position): void {
    this.#progress.note(symbol, position);
    this.writeCheckpoints();
  }

  /** A symbol has a checkpoint already. */
  found(symbol: string): void {
    this.#written.add(this.#checkpointKey(symbol));
  }

  /** True when Kafka holds a checkpoint of the symbol: from then on no restart loses a trade. */
  isSafe(symbol: string): boolean {
    return this.#written.has(this.#checkpointKey(symbol));
  }

  /** Writes down how far the trades are acknowledged; what does not fit now is written next time. */
  writeCheckpoints(): void {
    const { stateTopic, now } = this.#parts;
    this.#unwritten = 0;
    const refused = this.#progress.takeChanges().filter(([symbol, position]) => {
      const message = checkpointMessage(stateTopic, this.#checkpointKey(symbol), position, now());
      return !this.#producer.add({ kind: 'Checkpoint', message });
    });
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

  #checkpointKey(symbol: string): string {
    return checkpointKey(this.#parts.envelope.source, symbol);
  }

  #encode(item: Item): OutgoingMessage {
    return item.kind === 'Trade'
      ? tradeMessage(this.#parts.envelope, item.received, item.serial)
      : item.message;
  }

  #acknowledged(batch: readonly Item[]): void {
    const trades: ReceivedTrade[] = [];
    for (const item of batch) {
      if (item.kind === 'Checkpoint') this.#written.add(item.message.key);
      else trades.push(item.received);
    }
    for (const { trade } of trades) {
      this.#progress.note(trade.symbol, { lastId: trade.id, tradeTime: trade.tradeTime });
    }
    if (trades.length > 0) this.#parts.onDelivered(trades);
    this.#unwritten += trades.length;
    if (this.#unwritten >= tradesBetweenCheckpoints) this.writeCheckpoints();
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

function sizeOf(item: Item): number {
  return item.kind === 'Trade' ? tradeBytes(item.received.trade) : messageBytes(item.message);
}
