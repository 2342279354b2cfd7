import { type Check, fails } from '../../judgement/verdict.ts';
import { collectorShards } from '../shards.ts';
import type { View } from '../view.ts';
import { childIsRefused } from './refusal-checks.ts';
import {
  podCannotBeCreated,
  podFails,
  podIsNotReady,
  stageComplains,
  stageIsSilent,
  workloadIsAbsent,
} from './workload-checks.ts';

const nothingIsCollected: Check<View> = ({ pipeline: { spec } }) =>
  collectorShards(spec).length === 0
    ? fails('NotBuiltYet', 'None of spec.sources is of a type and stream that this version collects')
    : undefined;

const isSuspended: Check<View> = ({ pipeline: { spec } }) =>
  spec.suspend ? fails('Suspended', 'Collectors are stopped, because spec.suspend is true') : undefined;

/** A replayed exchange belongs to its collectors: without it they have nothing to collect. */
const parts = ['collector', 'exchange'] as const;

/** What can keep CollectorReady from holding, in this order. */
export const collectorChecks: readonly Check<View>[] = [
  nothingIsCollected,
  isSuspended,
  childIsRefused(...parts),
  podFails(...parts),
  podCannotBeCreated(...parts),
  workloadIsAbsent(() => 'the topics are ready', ...parts),
  stageComplains('collector'),
  podIsNotReady(...parts),
  stageIsSilent('collector'),
];
