import type { ConsumerState } from '@pricecast/stream';
import { type ChannelName, channelNames } from './channel.ts';
import { type Figure, figures } from './health/figures.ts';
import type { ForecastRecord, RecordRow } from './health/forecast-record.ts';
import type { PipelinePulse } from './health/pipeline-pulse.ts';
import type { StageLook } from './health/stage-look.ts';
import type { StageWatch } from './health/stage-watch.ts';
import type { History } from './history/history.ts';
import type { LiveStreams } from './live/live-streams.ts';

/** How reading one channel goes. */
export interface ChannelView {
  /** True once everything was read that was there at the start. */
  readonly isWarm: boolean;
  readonly failure: ConsumerState['failure'];
  /** Age of the oldest message that is not read, 0 when all are; undefined while nothing is known. */
  readonly lagSeconds: number | undefined;
}

/** What the gateway holds; the HTTP side and the probes look at it. */
export interface Gateway {
  readonly namespace: string;
  readonly pipeline: string;
  /** Symbols whose prices are made up. */
  readonly syntheticSymbols: readonly string[];
  readonly history: History;
  readonly streams: LiveStreams;
  readonly pulse: PipelinePulse;
  readonly record: ForecastRecord;
  readonly stages: StageWatch;
  /** How reading goes, by channel. */
  readonly view: (channel: ChannelName) => ChannelView;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** How the pipeline does: the body of `/metrics` and of the event `health`. */
export interface HealthView {
  readonly at: number;
  readonly figures: readonly Figure[];
  readonly stages: readonly StageLook[];
  readonly forecasts: readonly RecordRow[];
}

/** How the pipeline does now. */
export function healthOf({ pulse, stages, record, now }: Gateway): HealthView {
  const at = now();
  return {
    at,
    figures: figures(pulse, stages.looks, at),
    stages: stages.looks,
    forecasts: record.rows(),
  };
}

/**
 * Channels whose history is not read yet. A topic that is not there does not count: a pipeline without forecasts
 * has no predictions, and whoever listens is served as soon as there are some.
 */
export function coldChannels({ view }: Pick<Gateway, 'view'>): ChannelName[] {
  return channelNames.filter((name) => {
    const { isWarm, failure } = view(name);
    return !isWarm && failure?.error.code !== 'TOPIC_UNKNOWN';
  });
}
