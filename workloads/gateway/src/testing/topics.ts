import {
  type Alert,
  type Bar,
  barEnd,
  type CleanTrade,
  encodeAlert,
  encodeBar,
  encodeCleanTrade,
  encodeFeatures,
  encodePrediction,
  type Features,
  type Prediction,
  topicName,
} from '@pricecast/market';
import { createLogger } from '@pricecast/runtime';
import { KafkaAdmin, KafkaSender, type KafkaSettings, type OutgoingMessage } from '@pricecast/stream';
import { type ChannelName, channelNames, channels } from '../channel.ts';

const log = createLogger('test', 'fatal');

/** The topics of one pipeline on a real Kafka, as the stages before the gateway write them. */
export class PipelineTopics implements AsyncDisposable {
  readonly name: string;
  readonly #settings: KafkaSettings;
  readonly #sender: KafkaSender;

  constructor(settings: KafkaSettings, name: string) {
    this.name = name;
    this.#settings = settings;
    this.#sender = new KafkaSender(async () => settings, log);
  }

  /** Settings of a gateway of this pipeline. */
  get environment(): Record<string, string> {
    return {
      KAFKA_BOOTSTRAP_SERVERS: this.#settings.bootstrapServers.join(','),
      PIPELINE_NAMESPACE: 'test',
      PIPELINE_NAME: this.name,
    };
  }

  topic(channel: ChannelName): string {
    return topicName({ namespace: 'test', name: this.name }, channels[channel].stream);
  }

  async create(names: readonly ChannelName[] = channelNames): Promise<void> {
    const admin = await KafkaAdmin.connect(this.#settings, log);
    await admin.ensureTopics(
      names.map((name) => ({ name: this.topic(name), partitions: 3, replicationFactor: 1, config: {} })),
    );
    await admin.close();
  }

  async trades(...trades: readonly CleanTrade[]): Promise<void> {
    await this.#send(
      trades.map((trade) => this.#message('trades', trade.symbol, trade.tradeTime, encodeCleanTrade(trade))),
    );
  }

  async bars(...bars: readonly Bar[]): Promise<void> {
    await this.#send(bars.map((bar) => this.#message('bars', bar.symbol, barEnd(bar), encodeBar(bar))));
  }

  async features(...list: readonly Features[]): Promise<void> {
    await this.#send(list.map((one) => this.#message('features', one.symbol, one.time, encodeFeatures(one))));
  }

  async predictions(...list: readonly Prediction[]): Promise<void> {
    await this.#send(
      list.map((one) => this.#message('predictions', one.symbol, one.basedOn, encodePrediction(one))),
    );
  }

  async alerts(...list: readonly Alert[]): Promise<void> {
    await this.#send(list.map((one) => this.#message('alerts', one.symbol, one.time, encodeAlert(one))));
  }

  /** Writes text that no stage would write. */
  async nonsense(channel: ChannelName, text: string): Promise<void> {
    await this.#send([this.#message(channel, 'BTCUSDT', Date.now(), text)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sender.close();
  }

  #message(channel: ChannelName, key: string, timestamp: number, value: string): OutgoingMessage {
    return { topic: this.topic(channel), key, value, headers: {}, timestamp };
  }

  async #send(batch: readonly OutgoingMessage[]): Promise<void> {
    if (batch.length > 0) await this.#sender.send(batch);
  }
}
