import { childNames, pipelineLabels } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedMetadata } from './owner.ts';

/** The identity of all pods of a pipeline. It has no rights, and no token is mounted. */
export const makeServiceAccount = ({ pipeline }: Blueprint): Manifest => {
  const { name } = pipeline.metadata;
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: ownedMetadata(pipeline, childNames.workload(name), pipelineLabels(name)),
    automountServiceAccountToken: false,
  };
};
