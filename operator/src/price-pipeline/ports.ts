import type { Manifest, ObjectKey } from '@pricecast/kube';
import type { KafkaSettings, TopicSpec } from '@pricecast/stream';
import type { Beginning } from './desired.ts';
import type { KafkaReading, ReportReading } from './observed.ts';
import type { Refusal } from './view.ts';

/** How to reach the brokers of a pipeline and to be let in. Holds secrets: never log it. */
export type KafkaConnection = Omit<KafkaSettings, 'clientId'>;

/** What a pipeline wants to know of its brokers. */
export interface BrokerQuestion {
  readonly topics: readonly string[];
  readonly tradesTopic: string;
  /** Trades of the last so many seconds count as recent. */
  readonly windowSeconds: number;
}

/** The administrative side of the brokers. Neither call throws for anything that the brokers say. */
export interface Brokers {
  read(connection: KafkaConnection, question: BrokerQuestion, signal: AbortSignal): Promise<KafkaReading>;
  /** Makes topics as wanted; returns why that was refused, or undefined when it is done. */
  ensure(
    connection: KafkaConnection,
    topics: readonly TopicSpec[],
    signal: AbortSignal,
  ): Promise<Pick<Refusal, 'reason' | 'what'> | undefined>;
}

/** Asks processes how they are. Never throws: a pod that cannot be asked is a reading too. */
export interface Reports {
  read(address: string, signal: AbortSignal): Promise<ReportReading>;
}

/**
 * Sets the pods that a Deployment begins with, under a field manager of its own: the one that applies children must
 * never have owned that number. Where somebody scales it already, it is left alone. Returns the Deployment. Throws
 * `KubeError`.
 */
export interface FirstReplicas {
  set(owner: ObjectKey, beginning: Beginning, signal: AbortSignal): Promise<Manifest>;
}

/** A Secret as the API server gives it; values are base64. */
export interface SecretData {
  readonly resourceVersion: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Reads one Secret by name; undefined when there is none. Throws `KubeError`. */
export interface Secrets {
  find(namespace: string, name: string, signal: AbortSignal): Promise<SecretData | undefined>;
}
