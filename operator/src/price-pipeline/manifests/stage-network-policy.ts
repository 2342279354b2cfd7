import { childNames, componentLabels, type ScalableStage } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { opsFromOperator, tcp, toDns } from './network-peers.ts';
import { makePolicy, toBrokers } from './network-policies.ts';
import { servedPorts } from './stage-deployment.ts';

/** A stage calls the brokers; the operator's namespace asks its ops port, and anybody the ports that it serves. */
export const makeStageNetworkPolicy = (blueprint: Blueprint, stage: ScalableStage): Manifest => {
  const { metadata, spec } = blueprint.pipeline;
  const served = servedPorts(blueprint, stage);
  return makePolicy(blueprint, {
    name: childNames.stage(metadata.name, stage),
    labels: componentLabels(metadata.name, stage),
    ingress: [
      opsFromOperator(blueprint),
      ...(served.length === 0 ? [] : [{ ports: served.map(({ number }) => tcp(number)) }]),
    ],
    egress: [toDns, ...toBrokers(blueprint, spec.kafka)],
  });
};
