import { childNames, componentLabels, opsPort, type ScalableStage } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedMetadata } from './owner.ts';
import { selectorOf } from './selector.ts';
import { servedPorts } from './stage-deployment.ts';

const asServicePort = ({ name, number }: { readonly name: string; readonly number: number }) => ({
  name,
  port: number,
  protocol: 'TCP',
  targetPort: name,
});

/**
 * One name for the pods of a stage. That of the gateway is for clients and balances them over its ready pods; the
 * others are headless and only for metrics and reports, which unready pods have too.
 */
export const makeStageService = (blueprint: Blueprint, stage: ScalableStage): Manifest => {
  const { pipeline } = blueprint;
  const { name } = pipeline.metadata;
  const labels = componentLabels(name, stage);
  const served = servedPorts(blueprint, stage);
  const kind =
    served.length > 0 ? { type: 'ClusterIP' } : { clusterIP: 'None', publishNotReadyAddresses: true };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: ownedMetadata(pipeline, childNames.stage(name, stage), labels),
    spec: { ...kind, selector: selectorOf(labels), ports: [...served, opsPort].map(asServicePort) },
  };
};
