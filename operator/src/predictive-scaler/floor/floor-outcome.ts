import type { FloorStep } from './decide-floor.ts';
import type { FloorHpa } from './floor-hpa.ts';
import type { FloorWish } from './floor-wish.ts';

/** What became of the floor of a scaler. */
export type FloorOutcome =
  | Exclude<FloorHpa, { kind: 'Found' }>
  | {
      readonly kind: 'Kept';
      /** Name of the HPA. */
      readonly name: string;
      readonly step: FloorStep;
      readonly wish: FloorWish['kind'];
    }
  /** Another writer keeps setting minReplicas; the HPA is left to it for so long. */
  | { readonly kind: 'Contested'; readonly name: string; readonly seconds: number };
