import {
  consumerGroup,
  deadLetterTopic,
  type PipelineName,
  type StageOptions,
  topicName,
} from '@pricecast/market';
import { consumingStage, EventRate, type Stage } from '@pricecast/runtime';
import {
  type ClientLog,
  type Commit,
  type ConsumerState,
  ExactlyOnceStep,
  judgeConsumer,
  type KafkaSettingsSource,
} from '@pricecast/stream';
import type { PartitionState } from './partition-state.ts';
import { outputTopics, TradeMessages } from './trade-messages.ts';
import { tradeStage } from './trade-stage.ts';

/** What a processor is made of. */
export interface ProcessorParts {
  readonly pipeline: PipelineName;
  readonly options: StageOptions;
  readonly kafka: KafkaSettingsSource;
  readonly log: ClientLog;
  readonly onCommit: (commit: Commit, now: number) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Reads the trades of a pipeline together with the other processors and writes what follows from them, once. */
export class Processor {
  readonly #parts: ProcessorParts;
  readonly #step: ExactlyOnceStep<PartitionState>;
  readonly #rate: EventRate;

  constructor(parts: ProcessorParts) {
    const { pipeline, options, kafka, now } = parts;
    const trades = topicName(pipeline, 'trades');
    this.#parts = parts;
    this.#rate = new EventRate(now());
    this.#step = new ExactlyOnceStep({
      ...parts,
      source: kafka,
      groupId: consumerGroup(pipeline, 'processor'),
      topic: trades,
      deadLetterTopic: deadLetterTopic(trades),
      stateTopic: topicName(pipeline, 'processor-state'),
      stage: tradeStage(options, new TradeMessages(outputTopics(pipeline))),
      onCommit: (commit) => this.#noteCommit(commit),
    });
  }

  get state(): ConsumerState {
    return this.#step.state;
  }

  start(): void {
    this.#step.start();
  }

  /** Finishes the transactions under way and leaves the group. */
  async stop(): Promise<void> {
    await this.#step.stop();
  }

  /** The processor as probes and the operator see it. */
  stage(): Stage {
    return consumingStage({
      name: 'processor',
      opening: 'Joins its group and reads back its state',
      view: () => this.state,
      judge: judgeConsumer,
      gauges: (now) => ({ eventsPerSecond: this.#rate.perSecond(now) }),
      now: this.#parts.now,
    });
  }

  #noteCommit(commit: Commit): void {
    const now = this.#parts.now();
    this.#rate.add(commit.records, now);
    this.#parts.onCommit(commit, now);
  }
}
