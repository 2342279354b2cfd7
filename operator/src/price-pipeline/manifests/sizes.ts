import type { PricePipelineSpec } from '@pricecast/crds';

/** CPU and memory of one container. There is no CPU limit: throttling a stream only makes it late. */
export interface ContainerSize {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** What each workload gets under one profile. */
export interface Sizes {
  readonly kafka: ContainerSize;
  /** Java heap of the broker in MiB; the rest of its memory limit is for page cache, buffers and metaspace. */
  readonly kafkaHeapMebibytes: number;
  readonly collector: ContainerSize;
  readonly exchange: ContainerSize;
  readonly processor: ContainerSize;
  readonly forecaster: ContainerSize;
  readonly gateway: ContainerSize;
}

const size = (cpu: string, memory: string, limit: string): ContainerSize => ({
  requests: { cpu, memory },
  limits: { memory: limit },
});

/** Sizes by profile. */
export const sizes: Readonly<Record<PricePipelineSpec['profile'], Sizes>> = {
  Standard: {
    kafka: size('250m', '512Mi', '1Gi'),
    kafkaHeapMebibytes: 384,
    collector: size('100m', '128Mi', '512Mi'),
    exchange: size('100m', '128Mi', '384Mi'),
    processor: size('250m', '192Mi', '768Mi'),
    forecaster: size('200m', '192Mi', '768Mi'),
    gateway: size('100m', '128Mi', '512Mi'),
  },
  Performance: {
    kafka: size('1', '2Gi', '3Gi'),
    kafkaHeapMebibytes: 1024,
    collector: size('500m', '512Mi', '1Gi'),
    exchange: size('500m', '512Mi', '1Gi'),
    processor: size('1', '512Mi', '2Gi'),
    forecaster: size('1', '512Mi', '2Gi'),
    gateway: size('500m', '256Mi', '1Gi'),
  },
};
