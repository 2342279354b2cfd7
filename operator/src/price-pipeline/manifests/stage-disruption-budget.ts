import { childNames, componentLabels, type ScalableStage } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedMetadata } from './owner.ts';
import { selectorOf } from './selector.ts';

/** One pod of a stage may be evicted at a time. A single pod may go too: a drain must never wait for ever. */
export const makeStageDisruptionBudget = ({ pipeline }: Blueprint, stage: ScalableStage): Manifest => {
  const { name } = pipeline.metadata;
  const labels = componentLabels(name, stage);
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: ownedMetadata(pipeline, childNames.stage(name, stage), labels),
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: selectorOf(labels) },
    },
  };
};
