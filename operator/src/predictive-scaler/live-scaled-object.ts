import type { KubeObject } from '@pricecast/kube';
import { type LiveBehavior, largerTolerance } from './live-scaler.ts';

/** One condition of a ScaledObject. */
export interface ScaledObjectCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The parts of a ScaledObject (`keda.sh/v1alpha1`) that are read. */
export interface LiveScaledObject extends KubeObject {
  readonly spec?: {
    readonly advanced?: {
      readonly horizontalPodAutoscalerConfig?: { readonly behavior?: LiveBehavior };
    };
  };
  readonly status?: { readonly conditions?: readonly ScaledObjectCondition[] };
}

/** The larger tolerance of both directions of the HPA that KEDA makes, as the server keeps it. */
export const scaledObjectTolerance = ({ spec }: LiveScaledObject): string =>
  largerTolerance(spec?.advanced?.horizontalPodAutoscalerConfig?.behavior);
