import type { PredictiveScalerSpec } from './spec.ts';

/** What one combination of `mode` and `scaler` does. */
export interface ModeEffect {
  readonly mode: PredictiveScalerSpec['mode'];
  readonly scaler: PredictiveScalerSpec['scaler'];
  /** Object that the operator creates and owns. */
  readonly renders: 'Nothing' | 'HorizontalPodAutoscaler' | 'ScaledObject';
  /** Field of an object of yours that the operator writes. */
  readonly writes: 'Nothing' | 'MinReplicasOfYourHpa';
  /** False where the API server refuses the combination. */
  readonly accepted: boolean;
  /** The same in a sentence. */
  readonly effect: string;
}

const observes =
  'Forecasts, decides and publishes metrics and status. Nothing is scaled, whatever the scaler is.';
const floorNeedsHpa =
  'Refused: Floor raises minReplicas of an HPA that you own. KEDA writes that field itself, and None says that nothing is written.';

/** Every combination of `mode` and `scaler`, in the order of the documentation. */
export const modeTable: readonly ModeEffect[] = [
  { mode: 'Observe', scaler: 'HPA', renders: 'Nothing', writes: 'Nothing', accepted: true, effect: observes },
  {
    mode: 'Observe',
    scaler: 'KEDA',
    renders: 'Nothing',
    writes: 'Nothing',
    accepted: true,
    effect: observes,
  },
  {
    mode: 'Observe',
    scaler: 'None',
    renders: 'Nothing',
    writes: 'Nothing',
    accepted: true,
    effect: observes,
  },
  {
    mode: 'Floor',
    scaler: 'HPA',
    renders: 'Nothing',
    writes: 'MinReplicasOfYourHpa',
    accepted: true,
    effect:
      'Raises minReplicas of the HPA that you own while the forecast is armed. It never goes below your value, which is kept in an annotation and written back on release.',
  },
  {
    mode: 'Floor',
    scaler: 'KEDA',
    renders: 'Nothing',
    writes: 'Nothing',
    accepted: false,
    effect: floorNeedsHpa,
  },
  {
    mode: 'Floor',
    scaler: 'None',
    renders: 'Nothing',
    writes: 'Nothing',
    accepted: false,
    effect: floorNeedsHpa,
  },
  {
    mode: 'Full',
    scaler: 'HPA',
    renders: 'HorizontalPodAutoscaler',
    writes: 'Nothing',
    accepted: true,
    effect:
      'Creates an HPA on the two numbers that the adapter decides: with the forecast and without. It takes the larger one; while the forecast is not armed, both are the same.',
  },
  {
    mode: 'Full',
    scaler: 'KEDA',
    renders: 'ScaledObject',
    writes: 'Nothing',
    accepted: true,
    effect:
      'Creates a ScaledObject on the same two numbers. KEDA wakes the workload from 0 and puts it to sleep.',
  },
  {
    mode: 'Full',
    scaler: 'None',
    renders: 'Nothing',
    writes: 'Nothing',
    accepted: true,
    effect: 'Serves the same numbers, armed, for an HPA that you write yourself. Nothing is created.',
  },
];

/** What a scaler with this mode and scaler does. */
export function modeEffect({ mode, scaler }: Pick<PredictiveScalerSpec, 'mode' | 'scaler'>): ModeEffect {
  const effect = modeTable.find((row) => row.mode === mode && row.scaler === scaler);
  if (effect === undefined)
    throw new RangeError(`MODE_UNKNOWN: no row for mode ${mode} and scaler ${scaler}`);
  return effect;
}
