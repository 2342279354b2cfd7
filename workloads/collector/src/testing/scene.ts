import {
  limited,
  type RunningExchange,
  startExchange,
  symbolCatalogue,
  syntheticMarket,
} from '@pricecast/exchange';
import { decodeTrade, type Trade, topicName } from '@pricecast/market';
import { createLogger, type StageCondition } from '@pricecast/runtime';
import {
  defaultLimits,
  KafkaAdmin,
  KafkaSender,
  type KafkaSettings,
  type KafkaSettingsSource,
  readTopic,
} from '@pricecast/stream';
import { vi } from 'vitest';
import { Collector, type CollectorParts } from '../collector.ts';
import { ExchangeRest } from '../exchange/exchange-rest.ts';
import { binanceStreamLimits } from '../exchange/exchange-stream.ts';

const log = createLogger('collector', 'fatal');
const patience = { timeout: 60_000, interval: 25 };

/** What differs from a scene without faults. */
export interface SceneOptions {
  readonly trades: number;
  readonly tradesPerSecond: number;
  /** Symbols that the collector asks for; absent: those of the market. */
  readonly symbols?: readonly string[];
  readonly kafka?: KafkaSettingsSource;
  readonly collector?: Partial<CollectorParts>;
  /** False leaves the topics to the test. */
  readonly topics?: boolean;
  /** Port of the exchange; absent: a free one. */
  readonly port?: number;
}

let scenes = 0;

/** An exchange with a market of three symbols that ends, and a collector that writes into topics of its own. */
export class Scene implements AsyncDisposable {
  readonly exchange: RunningExchange;
  readonly collector: Collector;
  readonly pipeline: { readonly namespace: string; readonly name: string };
  readonly #settings: KafkaSettings;
  readonly #trades: number;
  #delivered = 0;

  private constructor(
    exchange: RunningExchange,
    settings: KafkaSettings,
    number: number,
    options: SceneOptions,
  ) {
    this.exchange = exchange;
    this.pipeline = { namespace: 'test', name: `scene-${number}` };
    this.#settings = settings;
    this.#trades = options.trades;
    const { kafka = async () => settings, collector: change } = options;
    this.collector = new Collector({
      address: exchange.webSocketUrl,
      history: new ExchangeRest(exchange.restUrl, Date.now),
      limits: binanceStreamLimits,
      symbols: options.symbols ?? exchange.exchange.tape.symbols(),
      checkpoints: { kafka, topic: topicName(this.pipeline, 'collector-state'), source: 'test', log },
      envelope: {
        topic: topicName(this.pipeline, 'trades'),
        source: 'test',
        traceOrigin: '00f067aa0ba902b7',
      },
      sender: new KafkaSender(kafka, log),
      producerLimits: defaultLimits,
      onDelivered: (trades) => {
        this.#delivered += trades.length;
      },
      log,
      now: Date.now,
      random: Math.random,
      ...change,
    });
  }

  /** Starts both; the market opens with open(). */
  static async start(settings: KafkaSettings, options: SceneOptions): Promise<Scene> {
    scenes += 1;
    const exchange = await startMarket(options);
    const scene = new Scene(exchange, settings, scenes, options);
    if (options.topics !== false) await scene.createTopics();
    scene.collector.start();
    return scene;
  }

  async createTopics(): Promise<void> {
    const admin = await KafkaAdmin.connect(this.#settings, log);
    const common = { replicationFactor: 1 };
    const compacted = { 'cleanup.policy': 'compact' };
    await admin.ensureTopics([
      { ...common, name: topicName(this.pipeline, 'trades'), partitions: 3, config: {} },
      { ...common, name: topicName(this.pipeline, 'collector-state'), partitions: 1, config: compacted },
    ]);
    await admin.close();
  }

  /** Resolves when the stream is open and every position is safe. */
  async ready(): Promise<void> {
    const { collector } = this;
    await vi.waitUntil(
      () => collector.exchangeView().stream.kind === 'Open' && collector.unsafeSymbols().length === 0,
      patience,
    );
  }

  /** Opens the market once the collector is ready for it. */
  async open(): Promise<void> {
    await this.ready();
    this.exchange.exchange.start();
  }

  condition(type: string): StageCondition | undefined {
    return this.collector.conditions().find((condition) => condition.type === type);
  }

  /** Resolves when the condition has this reason. */
  async told(type: string, reason: string): Promise<StageCondition> {
    return await vi.waitUntil(() => {
      const condition = this.condition(type);
      return condition?.reason === reason ? condition : undefined;
    }, patience);
  }

  /** Resolves when so many trades have been made. */
  async made(trades: number): Promise<void> {
    await vi.waitUntil(() => this.exchange.exchange.tape.count >= trades, patience);
  }

  /** Resolves when the market has ended and Kafka has acknowledged as many trades. */
  async delivered(): Promise<void> {
    await vi.waitUntil(() => this.#delivered >= this.#trades, patience);
  }

  /** Every trade that exists, by symbol. */
  truth(): ReadonlyMap<string, readonly Trade[]> {
    const { tape } = this.exchange.exchange;
    return new Map(
      tape.symbols().map((symbol) => [symbol, (tape.of(symbol)?.all() ?? []).map(({ trade }) => trade)]),
    );
  }

  /** Every trade that is in the topic, by symbol, in the order of the topic. */
  async written(): Promise<ReadonlyMap<string, readonly Trade[]>> {
    const written = new Map<string, Trade[]>(
      this.exchange.exchange.tape.symbols().map((symbol) => [symbol, []]),
    );
    await readTopic(this.#settings, log, topicName(this.pipeline, 'trades'), ({ key = '', value = '' }) => {
      written.get(key)?.push(decodeTrade(value));
    });
    return written;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.collector.stop();
    await this.exchange.stop();
  }
}

/** An exchange with a market of three symbols that ends; it opens when it is told to. */
export async function startMarket({
  trades,
  tradesPerSecond,
  port = 0,
}: SceneOptions): Promise<RunningExchange> {
  const market = syntheticMarket({
    symbols: symbolCatalogue.slice(0, 3),
    seed: 1,
    tradesPerSecond,
    burstShare: 0.1,
  });
  return await startExchange({
    market: { ...market, trades: limited(market.trades, trades) },
    now: Date.now,
    opens: 'OnCommand',
    port,
  });
}
