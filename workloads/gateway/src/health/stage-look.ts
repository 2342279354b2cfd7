import type { StageCondition, StageReport } from '@pricecast/runtime';

/** A stage of the pipeline as the settings name it. */
export interface StageAddress {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Most pods that it may have; undefined where nobody said. */
  readonly mostPods: number | undefined;
}

/** One pod as it answered just now. */
export interface PodLook {
  readonly ready: boolean;
  /** Absent when it did not answer. */
  readonly report: StageReport | undefined;
}

/** A stage as it answered just now. */
export interface StageLook {
  readonly name: string;
  readonly readyPods: number;
  readonly pods: number;
  /** Null where nobody said how many it may have. */
  readonly mostPods: number | null;
  /** Largest lag of its pods in seconds; null when none tells. */
  readonly lagSeconds: number | null;
  /** What does not hold, over all pods. */
  readonly troubles: readonly Pick<StageCondition, 'type' | 'reason' | 'message'>[];
}

/** Reads `collector=btc-collector.markets.svc:9090/3`; the spelling was checked with the settings. */
export function stageAddress(text: string): StageAddress {
  const [name = '', rest = ''] = text.split('=');
  const [address = '', most] = rest.split('/');
  const [host = '', port = ''] = address.split(':');
  return { name, host, port: Number(port), mostPods: most === undefined ? undefined : Number(most) };
}

/** What the answers of its pods say about a stage. */
export function summarize({ name, mostPods }: StageAddress, pods: readonly PodLook[]): StageLook {
  const lags = pods.flatMap(({ report }) => report?.gauges.lagSeconds ?? []);
  const troubles = pods.flatMap(({ report }) =>
    (report?.conditions ?? []).filter(({ status }) => status === 'False'),
  );
  return {
    name,
    readyPods: pods.filter(({ ready }) => ready).length,
    pods: pods.length,
    mostPods: mostPods ?? null,
    lagSeconds: lags.length === 0 ? null : Math.max(...lags),
    troubles: troubles.map(({ type, reason, message }) => ({ type, reason, message })),
  };
}
