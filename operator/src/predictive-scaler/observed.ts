import type { PredictiveScaler } from '@pricecast/crds';
import type { LiveScaledObject } from './live-scaled-object.ts';
import type { LiveHpa } from './live-scaler.ts';
import type { LiveShadow } from './shadow/live-shadow.ts';

/** Everything that a decision about a scaler rests on. */
export interface ObservedScaler {
  readonly scaler: PredictiveScaler;
  readonly target: TargetReading;
  /** The HPA under the name that this scaler gives to its own, whoever's it is. */
  readonly hpa: LiveHpa | undefined;
  /** The ScaledObject under that name, whoever's it is. */
  readonly scaledObject: LiveScaledObject | undefined;
  /** What there is under the name of its shadow, whoever's it is. */
  readonly shadow: LiveShadow;
  readonly keda: Keda;
  /** Where KEDA reaches the adapter, `host:port`. */
  readonly scalerAddress: string;
  /** Who else scales the target, and came first: `HorizontalPodAutoscaler web`. */
  readonly rival: string | undefined;
  readonly metricApi: MetricApi;
  /** Whether the cluster serves CPU and memory of pods. */
  readonly servesResourceMetrics: boolean;
}

/** What was found under the name of the target. */
export type TargetReading =
  /**
   * `asksForCpu`: every container has a CPU request, without which utilisation means nothing. `replicas`: pods that it
   * is asked for.
   */
  | { readonly kind: 'Found'; readonly asksForCpu: boolean; readonly replicas: number }
  | { readonly kind: 'NotFound' }
  /** The operator has no right to look at objects of this kind. */
  | { readonly kind: 'NotScalable' };

/** Whether the cluster knows ScaledObjects. */
export type Keda = { readonly kind: 'Installed' } | { readonly kind: 'Absent' };

/** Whether the adapter's metrics can be had from the API server. */
export type MetricApi = { readonly kind: 'Served' } | { readonly kind: 'Unavailable'; readonly what: string };
