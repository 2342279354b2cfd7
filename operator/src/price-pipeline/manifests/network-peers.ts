import { type Component, componentLabels, labelKeys, opsPort } from '@pricecast/crds';
import type { Blueprint } from './blueprint.ts';
import { selectorOf } from './selector.ts';

/** A port of a rule. */
export const tcp = (port: number) => ({ protocol: 'TCP', port });

/** Name resolution. It goes anywhere, for cluster DNS may be a node-local cache or a process of the host. */
export const toDns = {
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

/** All pods of one component of the pipeline. */
export const componentPeer = ({ pipeline }: Blueprint, component: Component) => ({
  podSelector: { matchLabels: selectorOf(componentLabels(pipeline.metadata.name, component)) },
});

/** All pods of the pipeline. */
export const pipelinePeer = ({ pipeline }: Blueprint) => ({
  podSelector: { matchLabels: { [labelKeys.pipeline]: pipeline.metadata.name } },
});

/** The pods of the operator's namespace. */
export const operatorPeer = ({ settings }: Blueprint) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': settings.operatorNamespace } },
});

/** Lets the namespace of the operator read reports and metrics, and a gateway show how its pipeline is. */
export const opsIngress = (blueprint: Blueprint) => {
  const gateway = blueprint.pipeline.spec.gateway === undefined ? [] : [componentPeer(blueprint, 'gateway')];
  return { from: [operatorPeer(blueprint), ...gateway], ports: [tcp(opsPort.number)] };
};
