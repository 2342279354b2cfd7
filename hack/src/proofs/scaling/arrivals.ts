import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Message, type Producer } from 'kafkajs';
import { type Experiment, lengthOf } from './experiment.ts';
import { loadAt } from './load-curve.ts';

/** Records that are sent in one request at most. */
const batchSize = 6_000;
const tickMs = 100;

/** Makes the records of an experiment, past and present. */
export class Arrivals implements AsyncDisposable {
  readonly #experiment: Experiment;
  readonly #topic: string;
  readonly #producer: Producer;
  /** When the earlier cycles end and the present ones begin; milliseconds since the epoch. */
  readonly #presentMs = Date.now();
  /** Records of each second since the begin of the experiment. */
  readonly perSecond: number[] = [];
  #beginMs = Number.POSITIVE_INFINITY;
  #partition = 0;
  #owed = 0;

  private constructor(experiment: Experiment, topic: string, producer: Producer) {
    this.#experiment = experiment;
    this.#topic = topic;
    this.#producer = producer;
  }

  /** Makes the topic and connects. */
  static async open(bootstrapServers: string, topic: string, experiment: Experiment): Promise<Arrivals> {
    const kafka = new Kafka({
      brokers: [bootstrapServers],
      clientId: 'arrivals',
      logLevel: logLevel.NOTHING,
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: experiment.partitions }],
      waitForLeaders: true,
    });
    await admin.disconnect();
    const producer = kafka.producer();
    await producer.connect();
    return new Arrivals(experiment, topic, producer);
  }

  /** Produces the earlier cycles with the time stamps that they would have had; answers how many records. */
  async past(): Promise<number> {
    const { curve, earlierCycles } = this.#experiment;
    return this.#catchUp(-earlierCycles * curve.cycleSeconds, 0);
  }

  /** The experiment begins now: from here on seconds are counted, and the spike comes when it is due. */
  begin(): number {
    this.#beginMs = Date.now();
    return this.#beginMs;
  }

  /** Follows on the past without a gap, until the experiment ends or the signal aborts. */
  async present(signal: AbortSignal): Promise<void> {
    const lateSeconds = Math.floor((Date.now() - this.#presentMs) / 1_000);
    await this.#catchUp(0, lateSeconds);
    let before = this.#presentMs + lateSeconds * 1_000;
    while (!signal.aborted) {
      await sleep(tickMs);
      const now = Date.now();
      const second = (now - this.#beginMs) / 1_000;
      if (second >= lengthOf(this.#experiment)) return;
      const load = this.#baseLoad((now - this.#presentMs) / 1_000) * this.#spikeAt(second);
      const count = this.#due((load * (now - before)) / 1_000);
      before = now;
      if (second >= 0) this.perSecond[Math.floor(second)] = (this.perSecond[Math.floor(second)] ?? 0) + count;
      await this.#send(Array.from({ length: count }, () => this.#record(now)));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer.disconnect();
  }

  /** Produces the seconds from one to another, counted from the begin of the present. */
  async #catchUp(from: number, to: number): Promise<number> {
    let waiting: Message[] = [];
    let sent = 0;
    for (let second = from; second < to; second += 1) {
      const count = this.#due(this.#baseLoad(second));
      for (let index = 0; index < count; index += 1)
        waiting.push(this.#record(this.#presentMs + second * 1_000 + Math.floor((1_000 * index) / count)));
      if (waiting.length < batchSize && second < to - 1) continue;
      await this.#send(waiting);
      sent += waiting.length;
      waiting = [];
    }
    return sent;
  }

  /** The curve is counted from its first day, so that no two days are alike. */
  #baseLoad(second: number): number {
    const { curve, earlierCycles } = this.#experiment;
    return loadAt(second + earlierCycles * curve.cycleSeconds, curve);
  }

  #spikeAt(second: number): number {
    const { atSeconds, seconds, factor } = this.#experiment.spike;
    return second >= atSeconds && second < atSeconds + seconds ? factor : 1;
  }

  /** Whole records; fractions are owed to the next. */
  #due(amount: number): number {
    const whole = Math.floor(this.#owed + amount);
    this.#owed += amount - whole;
    return whole;
  }

  #record(timestamp: number): Message {
    this.#partition = (this.#partition + 1) % this.#experiment.partitions;
    return { value: 'x', partition: this.#partition, timestamp: String(timestamp) };
  }

  async #send(messages: Message[]): Promise<void> {
    if (messages.length > 0) await this.#producer.send({ topic: this.#topic, messages });
  }
}
