import { annotationKeys, childNames } from '@pricecast/crds';
import { contentHash, type Manifest } from '@pricecast/kube';
import type { TopicSpec } from '@pricecast/stream';
import { findChild, unwanted } from './children.ts';
import { kafkaVolumeOf } from './kafka-volume.ts';
import { asWorkload, type Workload } from './live.ts';
import type { Blueprint } from './manifests/blueprint.ts';
import { makeCollectorDeployment } from './manifests/collector-deployment.ts';
import { makeCollectorService } from './manifests/collector-service.ts';
import { makeExchangeDeployment } from './manifests/exchange-deployment.ts';
import { makeExchangeService } from './manifests/exchange-service.ts';
import { makeKafkaConfigMap } from './manifests/kafka-config-map.ts';
import { makeKafkaService } from './manifests/kafka-service.ts';
import { makeKafkaStatefulSet } from './manifests/kafka-stateful-set.ts';
import { makeKafkaVolumeClaim } from './manifests/kafka-volume-claim.ts';
import {
  makeCollectorNetworkPolicy,
  makeExchangeNetworkPolicy,
  makeKafkaNetworkPolicy,
} from './manifests/network-policies.ts';
import { makeServiceAccount } from './manifests/service-account.ts';
import type { Observed } from './observed.ts';
import { collectorShards, type Shard } from './shards.ts';
import { topicStandings, topicsToEnsure } from './topics.ts';

/** What the world shall look like, and what has to be done outside of Kubernetes. */
export interface Desired {
  /** What everything else rests on: where one of these is refused, nothing else is applied. */
  readonly shared: readonly Manifest[];
  /** Each list in order; where an object is refused, the rest of its list waits. */
  readonly chains: readonly (readonly Manifest[])[];
  /** Live children that are no longer wanted. */
  readonly removals: readonly Manifest[];
  /** Topics to make, or to bring to their settings. */
  readonly topics: readonly TopicSpec[];
}

const nothing: Desired = { shared: [], chains: [], removals: [], topics: [] };

/**
 * What a pipeline wants, given what is. The broker and the replayed exchange start at once; collectors start when
 * their topics exist, and stay when Kafka goes away later, for they wait for it themselves.
 */
export const desired = (observed: Observed): Desired => {
  if (observed.pipeline.metadata.deletionTimestamp !== undefined) return nothing;
  const shared = [makeServiceAccount(observed)];
  const chains = [kafkaChain(observed), ...exchangeChains(observed), ...collectorChains(observed)];
  const removals = unwanted(observed.pipeline, observed.children, [...shared, ...chains.flat()]);
  return { shared, chains, removals, topics: topicsToEnsure(observed) };
};

/** The volume comes before the broker: a volume of somebody else must never be mounted. */
const kafkaChain = (observed: Observed): Manifest[] => {
  if (observed.pipeline.spec.kafka.mode !== 'Embedded') return [];
  const volume = kafkaVolumeOf(observed.pipeline, observed.children);
  return [
    makeKafkaVolumeClaim(observed, volume),
    makeKafkaConfigMap(observed),
    makeKafkaService(observed),
    makeKafkaNetworkPolicy(observed),
    makeKafkaStatefulSet(observed, volume.clusterId),
  ];
};

const exchangeChains = (observed: Blueprint): Manifest[][] =>
  observed.pipeline.spec.sources
    .filter(({ type }) => type === 'Replay')
    .map((source) => [
      makeExchangeService(observed, source),
      makeExchangeNetworkPolicy(observed, source),
      makeExchangeDeployment(observed, source),
    ]);

const collectorChains = (observed: Observed): Manifest[][] => {
  const shards = startedShards(observed);
  if (shards.length === 0) return [];
  return [
    [makeCollectorService(observed), makeCollectorNetworkPolicy(observed)],
    ...shards.map((shard) => [
      makeCollectorDeployment(observed, shard, credentialsHash(observed, liveCollector(observed, shard))),
    ]),
  ];
};

const startedShards = (observed: Observed): Shard[] => {
  const shards = collectorShards(observed.pipeline.spec);
  const ready = topicStandings(observed)?.every(({ kind }) => kind === 'AsWanted') ?? false;
  return ready ? shards : shards.filter((shard) => liveCollector(observed, shard) !== undefined);
};

const liveCollector = ({ pipeline, children }: Observed, { source, index }: Shard): Workload | undefined =>
  asWorkload(
    findChild(children, {
      kind: 'Deployment',
      name: childNames.collector(pipeline.metadata.name, source.name, index),
    }),
  );

/** Stands for the credentials of a pod. While a Secret is missing, pods that run with the old one are left alone. */
const credentialsHash = ({ credentials }: Observed, live: Workload | undefined): string | undefined => {
  if (credentials.kind === 'Missing') {
    return live?.spec?.template?.metadata?.annotations?.[annotationKeys.configHash];
  }
  return credentials.version === undefined ? undefined : contentHash(credentials.version);
};
