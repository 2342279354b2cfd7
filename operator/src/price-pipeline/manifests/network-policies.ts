import {
  childNames,
  componentLabels,
  type Kafka,
  kafkaPort,
  type Source,
  sourceLabels,
} from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { exchangePort } from './exchange-endpoints.ts';
import { componentPeer, operatorPeer, opsIngress, pipelinePeer, tcp, toDns } from './network-peers.ts';
import { ownedMetadata } from './owner.ts';
import { selectorOf } from './selector.ts';

interface PolicyParts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ingress: readonly object[];
  readonly egress: readonly object[];
}

/** What is not listed is refused, in both directions. */
export const makePolicy = (
  { pipeline }: Blueprint,
  { name, labels, ingress, egress }: PolicyParts,
): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: ownedMetadata(pipeline, name, labels),
  spec: {
    podSelector: { matchLabels: selectorOf(labels) },
    policyTypes: ['Ingress', 'Egress'],
    ingress,
    egress,
  },
});

/** The broker answers the pods of its pipeline and the operator, and calls nobody. */
export const makeKafkaNetworkPolicy = (blueprint: Blueprint): Manifest => {
  const { name } = blueprint.pipeline.metadata;
  return makePolicy(blueprint, {
    name: childNames.kafka(name),
    labels: componentLabels(name, 'kafka'),
    ingress: [{ from: [pipelinePeer(blueprint), operatorPeer(blueprint)], ports: [tcp(kafkaPort)] }],
    egress: [toDns],
  });
};

/** Collectors are asked for their reports alone, and call the exchange and the brokers. */
export const makeCollectorNetworkPolicy = (blueprint: Blueprint): Manifest => {
  const { metadata, spec } = blueprint.pipeline;
  return makePolicy(blueprint, {
    name: childNames.collectors(metadata.name),
    labels: componentLabels(metadata.name, 'collector'),
    ingress: [opsIngress(blueprint)],
    egress: [toDns, ...toBrokers(blueprint, spec.kafka), ...toExchanges(blueprint, spec.sources)],
  });
};

/** A replayed exchange answers the collectors of its pipeline and calls nobody. */
export const makeExchangeNetworkPolicy = (blueprint: Blueprint, source: Source): Manifest => {
  const { name } = blueprint.pipeline.metadata;
  return makePolicy(blueprint, {
    name: childNames.exchange(name, source.name),
    labels: sourceLabels(name, 'exchange', source.name),
    ingress: [
      { from: [componentPeer(blueprint, 'collector')], ports: [tcp(exchangePort)] },
      opsIngress(blueprint),
    ],
    egress: [],
  });
};

/** The brokers of the pipeline; those of others are only known by port. */
export const toBrokers = (blueprint: Blueprint, { external }: Kafka): object[] => {
  if (external === undefined) return [{ to: [componentPeer(blueprint, 'kafka')], ports: [tcp(kafkaPort)] }];
  const ports = new Set(external.bootstrapServers.map((server) => Number(server.split(':').at(-1))));
  return [{ ports: [...ports].map(tcp) }];
};

const toExchanges = (blueprint: Blueprint, sources: readonly Source[]): object[] => {
  const rules = sources.flatMap((source): object[] => {
    if (source.type === 'Replay') {
      return [{ to: [componentPeer(blueprint, 'exchange')], ports: [tcp(exchangePort)] }];
    }
    if (source.type !== 'Binance') return [];
    return source.service === undefined ? [{ ports: [tcp(443)] }] : [toOwnNamespace];
  });
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
};

/** The pods behind a Service are not known by port, so all pods of the namespace are allowed. */
const toOwnNamespace = { to: [{ podSelector: {} }] };
