import { type PredictiveScalerStatus, scalerChildName, scalerShadowName } from '@pricecast/crds';
import type { ScalerDeed } from './apply.ts';
import type { FloorOutcome } from './floor/floor-outcome.ts';
import type { ShadowOutcome } from './shadow/shadow-outcome.ts';

/** Something that a person who describes the scaler should read. */
export interface ScalerNote {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly action: string;
  readonly note: string;
}

/** What was done for a scaler. */
export interface ScalerWork {
  readonly deed: ScalerDeed | undefined;
  readonly floor: FloorOutcome | undefined;
  readonly rehearsal: ShadowOutcome | undefined;
}

/**
 * What is worth an event: what was done to the object that acts for it, and that Ready began or ceased to hold. Which decision is in force
 * changes often and is in the status.
 */
export const scalerNotes = (
  scaler: string,
  before: PredictiveScalerStatus | undefined,
  after: PredictiveScalerStatus,
  { deed, floor, rehearsal }: ScalerWork,
): ScalerNote[] => [
  ...deedNotes(scaler, deed),
  ...floorNotes(floor),
  ...rehearsalNotes(scaler, rehearsal),
  ...readyNotes(before, after),
];

const rehearsalNotes = (scaler: string, rehearsal: ShadowOutcome | undefined): ScalerNote[] => {
  if (rehearsal?.kind !== 'Kept' || !rehearsal.wasMade) return [];
  const note = `Created HorizontalPodAutoscaler ${scalerShadowName(scaler)}, which rehearses at a twin without pods.`;
  return [{ type: 'Normal', reason: 'Created', action: 'Applying', note }];
};

/** A floor that somebody else has reset is worth knowing; that it follows the forecast is in the status. */
const floorNotes = (floor: FloorOutcome | undefined): ScalerNote[] => {
  if (floor?.kind !== 'Kept' || !floor.step.wasReset) return [];
  const { name, step } = floor;
  const note = `Somebody set minReplicas of HorizontalPodAutoscaler ${name} to ${step.own}, which is your own from now on.`;
  return [{ type: 'Normal', reason: 'OwnMinReplicas', action: 'Flooring', note }];
};

const deedNotes = (scaler: string, deed: ScalerDeed | undefined): ScalerNote[] => {
  if (deed === undefined) return [];
  const { verb, child, detail } = deed;
  const note = `${verb} ${child} ${scalerChildName(scaler)}${detail === undefined ? '' : `: ${detail}`}.`;
  return [{ type: verb === 'Repaired' ? 'Warning' : 'Normal', reason: verb, action: 'Applying', note }];
};

const readyOf = (status: PredictiveScalerStatus | undefined) =>
  status?.conditions?.find(({ type }) => type === 'Ready');

const readyNotes = (
  before: PredictiveScalerStatus | undefined,
  after: PredictiveScalerStatus,
): ScalerNote[] => {
  const [was, is] = [readyOf(before), readyOf(after)];
  if (is === undefined || was?.status === is.status) return [];
  const { message: note, reason } = is;
  if (is.status === 'True') return [{ type: 'Normal', reason: 'Ready', action: 'Judging', note }];
  return is.status === 'False' ? [{ type: 'Warning', reason, action: 'Judging', note }] : [];
};
