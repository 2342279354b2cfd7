import { annotationKeys, childNames, collectorLabels, opsPort, priorityClasses } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Shard } from '../shards.ts';
import type { Blueprint } from './blueprint.ts';

import { variables } from './environment.ts';
import { exchangeEndpoints } from './exchange-endpoints.ts';
import { imageOf } from './images.ts';
import { kafkaClientPart } from './kafka-client.ts';
import { nodeProcess } from './node-process.ts';
import { ownedMetadata } from './owner.ts';
import { scratch, sealedPod } from './security.ts';
import { selectorOf } from './selector.ts';
import { sizes } from './sizes.ts';

/**
 * One shard of the collector. It is one pod and Recreate, because two at a time would collect every trade twice.
 * `credentialsHash` stands for the Secrets that the pod mounts: another one restarts it.
 */
export const makeCollectorDeployment = (
  blueprint: Blueprint,
  shard: Shard,
  credentialsHash: string | undefined,
): Manifest => {
  const { pipeline } = blueprint;
  const { name } = pipeline.metadata;
  const labels = collectorLabels(name, shard.source.name, shard.index);
  const annotations =
    credentialsHash === undefined ? {} : { annotations: { [annotationKeys.configHash]: credentialsHash } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: ownedMetadata(pipeline, childNames.collector(name, shard.source.name, shard.index), labels),
    spec: {
      replicas: pipeline.spec.suspend ? 0 : 1,
      revisionHistoryLimit: 2,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selectorOf(labels) },
      template: {
        metadata: { labels: { ...labels }, ...annotations },
        spec: podSpec(blueprint, shard),
      },
    },
  };
};

const podSpec = (blueprint: Blueprint, shard: Shard) => {
  const { pipeline, settings } = blueprint;
  const kafka = kafkaClientPart(pipeline);
  return {
    ...sealedPod(childNames.workload(pipeline.metadata.name)),
    priorityClassName: priorityClasses.high.name,
    containers: [
      {
        name: 'collector',
        ...imageOf(settings.images, 'collector'),
        ...nodeProcess(),
        env: [...environment(blueprint, shard), ...kafka.env],
        resources: sizes[pipeline.spec.profile].collector,
        volumeMounts: [scratch.mount, ...kafka.volumeMounts],
      },
    ],
    volumes: [scratch.volume, ...kafka.volumes],
  };
};

const environment = ({ pipeline }: Blueprint, { source, symbols }: Shard) => {
  const { webSocket, rest } = exchangeEndpoints(pipeline, source);
  return variables({
    PIPELINE_NAMESPACE: pipeline.metadata.namespace,
    PIPELINE_NAME: pipeline.metadata.name,
    SOURCE_NAME: source.name,
    SYMBOLS: symbols.join(','),
    BINANCE_WS_URL: webSocket,
    BINANCE_REST_URL: rest,
    OPS_PORT: String(opsPort.number),
  });
};
