import { annotationKeys, childNames, type ScalableStage } from '@pricecast/crds';
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
import { makeStageDeployment } from './manifests/stage-deployment.ts';
import { makeStageDisruptionBudget } from './manifests/stage-disruption-budget.ts';
import { makeStageNetworkPolicy } from './manifests/stage-network-policy.ts';
import { makeStageScaler } from './manifests/stage-scaler.ts';
import { makeStageService } from './manifests/stage-service.ts';
import type { Observed } from './observed.ts';
import { leastReplicas, type ScaledStage, scaledStages } from './scaled-stages.ts';
import { collectorShards, type Shard } from './shards.ts';
import { topicStandings, topicsToEnsure } from './topics.ts';
import { rolloutOf, wantedWorkloads } from './workloads.ts';

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
  /** Live Deployments whose number of pods has to be set, once in their life. */
  readonly beginnings: readonly Beginning[];
}

/** A Deployment and the pods that it begins with. Whoever scales it changes them afterwards. */
export interface Beginning {
  readonly deployment: Manifest;
  readonly replicas: number;
}

const nothing: Desired = { shared: [], chains: [], removals: [], topics: [], beginnings: [] };

/**
 * What a pipeline wants, given what is. The broker and the replayed exchange start at once; collectors and the first
 * stage behind them start when the topics exist, each further stage when the one before it works. What has started
 * stays when something before it goes away later, for it waits for that itself.
 */
export const desired = (observed: Observed): Desired => {
  if (observed.pipeline.metadata.deletionTimestamp !== undefined) return nothing;
  const shared = [makeServiceAccount(observed)];
  const chains = [
    kafkaChain(observed),
    ...exchangeChains(observed),
    ...collectorChains(observed),
    ...startedStages(observed).map((stage) => stageChain(observed, stage)),
  ];
  const removals = unwanted(observed.pipeline, observed.children, [...shared, ...chains.flat()]);
  return {
    shared,
    chains,
    removals,
    topics: topicsToEnsure(observed),
    beginnings: beginnings(observed),
  };
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
  return topicsAreReady(observed)
    ? shards
    : shards.filter((shard) => liveCollector(observed, shard) !== undefined);
};

const topicsAreReady = (observed: Observed): boolean =>
  topicStandings(observed)?.every(({ kind }) => kind === 'AsWanted') ?? false;

const stageChain = (observed: Observed, { name, scaling }: ScaledStage): Manifest[] => [
  makeStageService(observed, name),
  makeStageNetworkPolicy(observed, name),
  makeStageDisruptionBudget(observed, name),
  makeStageDeployment(observed, name, credentialsHash(observed, liveStage(observed, name))),
  ...(scaling === undefined ? [] : [makeStageScaler(observed, name, scaling)]),
];

const startedStages = (observed: Observed): ScaledStage[] => {
  const stages = scaledStages(observed.pipeline.spec);
  return stages.filter(({ name }, index) => {
    if (liveStage(observed, name) !== undefined) return true;
    const before = stages[index - 1];
    return topicsAreReady(observed) && (before === undefined || works(observed, before));
  });
};

const works = ({ pipeline, children }: Observed, { name }: ScaledStage): boolean => {
  const workload = wantedWorkloads(pipeline).find(({ component }) => component === name);
  const rollout = workload && rolloutOf(children, workload);
  return rollout?.kind === 'Present' && rollout.done;
};

const liveStage = ({ pipeline, children }: Observed, stage: ScalableStage): Workload | undefined =>
  asWorkload(
    findChild(children, { kind: 'Deployment', name: childNames.stage(pipeline.metadata.name, stage) }),
  );

const beginnings = ({ pipeline, children }: Observed): Beginning[] =>
  scaledStages(pipeline.spec).flatMap((stage) => {
    const name = childNames.stage(pipeline.metadata.name, stage.name);
    const deployment = findChild(children, { kind: 'Deployment', name });
    const begun = deployment?.metadata.annotations?.[annotationKeys.firstReplicas] !== undefined;
    return deployment === undefined || begun ? [] : [{ deployment, replicas: leastReplicas(stage) }];
  });

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
