import type { PricePipeline, Reason } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { StageReport } from '@pricecast/runtime';
import type { TopicState } from '@pricecast/stream';
import type { Settings } from '../settings.ts';
import type { Pod } from './pod.ts';

/** Everything that a decision about a pipeline rests on. */
export interface Observed {
  readonly pipeline: PricePipeline;
  readonly settings: Settings;
  /** The live objects that carry the pipeline's label, of all kinds of children. */
  readonly children: readonly Manifest[];
  readonly pods: readonly Pod[];
  readonly credentials: Credentials;
  readonly kafka: KafkaReading;
  /** What each running pod says of itself, by pod name. */
  readonly reports: ReadonlyMap<string, ReportReading>;
}

/** The Secrets that a pipeline names. The values themselves stay with those who need them. */
export type Credentials =
  /** `version` changes whenever a value may have changed; undefined where no Secret is named. */
  | { readonly kind: 'Complete'; readonly version: string | undefined }
  | {
      readonly kind: 'Missing';
      readonly reason: 'SecretNotFound' | 'SecretKeyNotFound' | 'Forbidden';
      readonly what: string;
    };

/** What the brokers said. */
export type KafkaReading =
  /** Nobody asked, because there is no broker to ask yet. */
  | { readonly kind: 'NotAsked' }
  | { readonly kind: 'Failed'; readonly reason: Reason; readonly what: string }
  | {
      readonly kind: 'Answered';
      /** The topics of the pipeline that exist, by name. */
      readonly topics: ReadonlyMap<string, TopicState>;
      readonly trades: TradesFacts;
    };

/** What was seen in the trades topic. `Absent` where there is no such topic yet. */
export type TradesFacts =
  | { readonly kind: 'Absent' }
  /** `recent` counts the records whose event time lies within the last `windowSeconds`. */
  | {
      readonly kind: 'Counted';
      readonly everWritten: number;
      readonly recent: number;
      readonly windowSeconds: number;
    };

/** The report of one pod, or that it cannot be had. */
export type ReportReading =
  | { readonly kind: 'Report'; readonly report: StageReport }
  | { readonly kind: 'Unavailable'; readonly what: string };
