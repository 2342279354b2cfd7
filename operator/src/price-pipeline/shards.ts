import type { PricePipelineSpec, Source } from '@pricecast/crds';

/** What one collector pod collects. */
export interface Shard {
  readonly source: Source;
  /** Number of the shard within its source, from 0. */
  readonly index: number;
  readonly symbols: readonly string[];
}

/** Whether this version collects from the source at all; `unbuilt` names what it leaves out. */
export const isCollected = (source: Source): boolean =>
  (source.type === 'Binance' || source.type === 'Replay') && source.streams.includes('Trades');

/**
 * The shards of a pipeline: the symbols of each source in the order of the spec, `symbolsPerShard` to a pod. A
 * symbol that is added at the end changes the last shard only.
 */
export const collectorShards = (spec: PricePipelineSpec): Shard[] =>
  spec.sources
    .filter(isCollected)
    .flatMap((source) =>
      chunks(source.symbols, source.symbolsPerShard).map((symbols, index) => ({ source, index, symbols })),
    );

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
