import { explainApi } from '@pricecast/crds';
import type { KubeObject, Resource } from '@pricecast/kube';

/** What the adapter answers about a scaler, as far as it is shown. */
export interface ScalerExplanation extends KubeObject {
  readonly target: { readonly kind: string; readonly name: string };
  readonly leadTimeSeconds: number;
  readonly model: {
    readonly name: string;
    readonly skill: number | null;
    readonly coverage: number | null;
    readonly armed: boolean;
    readonly historySeconds: number;
  } | null;
  readonly cost: {
    readonly currency: string;
    readonly perHour: number | null;
    readonly score: number | null;
  };
  /** Oldest first. */
  readonly decisions: readonly {
    readonly at: string;
    readonly load: number | null;
    readonly forecast: number | null;
    readonly present: number;
    readonly ready: number;
    readonly desired: number | null;
    readonly live: number | null;
    readonly plainHpa: number | null;
    readonly reason: string;
    readonly limitedBy: readonly string[];
    readonly message: string;
  }[];
}

/** Where it is asked for. */
export const explanations: Resource = { ...explainApi, namespaced: true };
