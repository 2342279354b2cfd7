import {
  type Condition,
  isReason,
  type PipelineConditionType,
  type PricePipelineStatus,
} from '@pricecast/crds';
import type { Deed } from './apply.ts';
import { passesByItself } from './progress.ts';

/** Something that a person who describes the pipeline should read. */
export interface Note {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly action: string;
  readonly note: string;
}

const stageTypes: readonly PipelineConditionType[] = [
  'KafkaReady',
  'TopicsReady',
  'CollectorReady',
  'TradesFlowing',
  'ProcessorReady',
  'ForecasterReady',
  'GatewayReady',
];

/**
 * What is worth an event: what was done, and how the pipeline changed. A status that stays as it is gives none.
 *
 * | change | event |
 * |---|---|
 * | children created, updated, deleted | Created, Updated, Deleted: one for all of them |
 * | a child repaired | Repaired, with who had changed what |
 * | Ready becomes True | Ready |
 * | Ready was True and is not, because somebody asked for a change | Reconciling, with the message |
 * | Ready was True and is not otherwise | Degraded, with the message |
 * | a stage gets another cause that does not pass by itself | the cause, with the message |
 */
export const notesOn = (
  before: PricePipelineStatus | undefined,
  after: PricePipelineStatus,
  deeds: readonly Deed[],
): Note[] => [...deedNotes(deeds), ...readyNotes(before, after, deeds), ...stageNotes(before, after)];

const deedNotes = (deeds: readonly Deed[]): Note[] => {
  const collected = (['Created', 'Updated', 'Deleted'] as const).flatMap((verb): Note[] => {
    const names = deeds.filter((deed) => deed.verb === verb).map(({ what }) => what);
    if (names.length === 0) return [];
    return [{ type: 'Normal', reason: verb, action: 'Applying', note: `${verb} ${names.join(', ')}.` }];
  });
  const repairs = deeds
    .filter(({ verb }) => verb === 'Repaired')
    .map(({ what, detail }): Note => {
      const note = detail === undefined ? `Repaired ${what}.` : `Repaired ${what}: ${detail}.`;
      return { type: 'Warning', reason: 'Repaired', action: 'Applying', note };
    });
  return [...collected, ...repairs];
};

const find = (status: PricePipelineStatus | undefined, type: string): Condition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

const readyNotes = (
  before: PricePipelineStatus | undefined,
  after: PricePipelineStatus,
  deeds: readonly Deed[],
): Note[] => {
  const [was, is] = [find(before, 'Ready'), find(after, 'Ready')];
  if (is === undefined || was?.status === is.status) return [];
  const { message: note } = is;
  if (is.status === 'True') return [{ type: 'Normal', reason: 'Ready', action: 'Judging', note }];
  if (was?.status !== 'True') return [];
  if (is.reason === 'Suspended') return [{ type: 'Normal', reason: 'Suspended', action: 'Judging', note }];
  const asked =
    before?.observedGeneration !== after.observedGeneration || deeds.some(({ verb }) => verb === 'Updated');
  return asked && isPassing(is)
    ? [{ type: 'Normal', reason: 'Reconciling', action: 'Judging', note }]
    : [{ type: 'Warning', reason: 'Degraded', action: 'Judging', note }];
};

/** A pipeline that was ready tells its cause as Degraded already. */
const stageNotes = (before: PricePipelineStatus | undefined, after: PricePipelineStatus): Note[] => {
  if (find(before, 'Ready')?.status === 'True') return [];
  return stageTypes.flatMap((type): Note[] => {
    const [was, is] = [find(before, type), find(after, type)];
    if (is?.status !== 'False' || was?.reason === is.reason || isQuiet(is)) return [];
    return [{ type: 'Warning', reason: is.reason, action: 'Judging', note: `${type}: ${is.message}` }];
  });
};

const isPassing = ({ reason }: Condition): boolean => isReason(reason) && passesByItself(reason);

const isQuiet = (condition: Condition): boolean => condition.reason === 'Suspended' || isPassing(condition);
