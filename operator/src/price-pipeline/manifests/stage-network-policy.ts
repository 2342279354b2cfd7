import { childNames, componentLabels, opsPort, type ScalableStage } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { opsIngress, pipelinePeer, tcp, toDns } from './network-peers.ts';
import { makePolicy, toBrokers } from './network-policies.ts';
import { servedPorts } from './stage-deployment.ts';

/** The gateway shows how the other stages are, and asks them for it. */
const toStages = (blueprint: Blueprint, stage: ScalableStage): object[] =>
  stage === 'gateway' ? [{ to: [pipelinePeer(blueprint)], ports: [tcp(opsPort.number)] }] : [];

/** A stage calls the brokers; the operator's namespace asks its ops port, and anybody the ports that it serves. */
export const makeStageNetworkPolicy = (blueprint: Blueprint, stage: ScalableStage): Manifest => {
  const { metadata, spec } = blueprint.pipeline;
  const served = servedPorts(blueprint, stage);
  return makePolicy(blueprint, {
    name: childNames.stage(metadata.name, stage),
    labels: componentLabels(metadata.name, stage),
    ingress: [
      opsIngress(blueprint),
      ...(served.length === 0 ? [] : [{ ports: served.map(({ number }) => tcp(number)) }]),
    ],
    egress: [toDns, ...toBrokers(blueprint, spec.kafka), ...toStages(blueprint, stage)],
  });
};
