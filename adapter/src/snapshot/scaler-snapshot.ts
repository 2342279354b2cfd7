import type { scalingMetrics } from '@pricecast/crds';
import type { Explanation, LoggedDecision } from './explanation.ts';
import type { Figure } from './figure.ts';

/** A metric of the custom and external metric APIs. */
export type ScalingMetric = (typeof scalingMetrics)[keyof typeof scalingMetrics];

/** An object that metrics are about. */
export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for an object of the cluster. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the loop has published about one scaler; the metric APIs serve this and nothing else. */
export interface ScalerSnapshot {
  readonly scaler: NamedObject & { readonly namespace: string };
  readonly target: NamedObject;
  /** Plural and group of the target, such as `deployments.apps`. */
  readonly targetResource: string;
  /** Age in seconds above which a figure is refused. */
  readonly maxAgeSeconds: number;
  readonly figures: Readonly<Record<ScalingMetric, Figure>>;
  /** Predicted load ÷ capacity of one pod, in pods; `predicted_cpu_utilization` is this over the pods there are. */
  readonly predictedPods: Figure;
}

/** What is served, seen from the metric APIs. Answers come from memory and at once. */
export interface PublishedWorld {
  scalersOf(namespace: string): readonly ScalerSnapshot[];
  /** Pods of the target that serve at this moment. */
  readyPodsOf(snapshot: ScalerSnapshot): readonly NamedObject[];
  /** Why the scalers of a namespace decided what they did. */
  explanationsOf(namespace: string): readonly Explanation[];
  /** The newest decisions of a scaler, oldest first. They are unpacked when asked for: not for each of a long list. */
  decisionsOf(namespace: string, name: string): readonly LoggedDecision[];
}
