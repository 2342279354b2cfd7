import type { Reason } from '@pricecast/crds';
import type { LiveHpa } from '../live-scaler.ts';

/** What became of the shadow of a scaler. */
export type ShadowOutcome =
  | { readonly kind: 'Waiting' }
  | { readonly kind: 'Refused'; readonly reason: Reason; readonly what: string }
  | {
      readonly kind: 'Kept';
      /** Pods that the HPA asks for. */
      readonly replicas: number;
      readonly hpa: LiveHpa | undefined;
      /** Whether the HPA was made just now. */
      readonly wasMade: boolean;
    };
