import {
  consumerGroup,
  deadLetterTopic,
  type PipelineName,
  type PredictionTarget,
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
import { ForecastBoard } from './forecast-board.ts';
import { forecastStage } from './forecast-stage.ts';
import type { ForecastOptions, PartitionState } from './partition-state.ts';

/** What a forecaster is made of. */
export interface ForecasterParts extends ForecastOptions {
  readonly pipeline: PipelineName;
  readonly targets: readonly PredictionTarget[];
  readonly kafka: KafkaSettingsSource;
  readonly log: ClientLog;
  readonly onCommit: (commit: Commit, now: number) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Bars come seldom and are waited for by people: the broker hands them over at once. */
const fetch = { minBytes: 1, waitMilliseconds: 50, bytesPerPartition: 256 * 1024 };

/** Reads the bars of a pipeline together with the other forecasters and writes what is to be expected, once. */
export class Forecaster {
  readonly board = new ForecastBoard();
  readonly #parts: ForecasterParts;
  readonly #step: ExactlyOnceStep<PartitionState>;
  readonly #rate: EventRate;

  constructor(parts: ForecasterParts) {
    const { pipeline, kafka, now } = parts;
    const bars = topicName(pipeline, 'bars');
    this.#parts = parts;
    this.#rate = new EventRate(now());
    this.#step = new ExactlyOnceStep({
      ...parts,
      source: kafka,
      fetch,
      groupId: consumerGroup(pipeline, 'forecaster'),
      topic: bars,
      deadLetterTopic: deadLetterTopic(bars),
      stateTopic: topicName(pipeline, 'forecaster-state'),
      stage: forecastStage({ ...parts, topic: topicName(pipeline, 'predictions'), board: this.board }),
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

  /** The forecaster as probes and the operator see it. */
  stage(): Stage {
    return consumingStage({
      name: 'forecaster',
      opening: 'Joins its group and learns the minutes that were written down',
      view: () => this.state,
      judge: judgeConsumer,
      gauges: (now) => ({
        predictionsPerSecond: this.#rate.perSecond(now),
        symbols: this.board.current(now).length,
      }),
      now: this.#parts.now,
    });
  }

  #noteCommit(commit: Commit): void {
    const now = this.#parts.now();
    this.#rate.add(commit.outputs, now);
    this.#parts.onCommit(commit, now);
  }
}
