import { annotationKeys, childNames, componentLabels, kafkaPort, priorityClasses } from '@pricecast/crds';
import { contentHash, type Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { imageOf } from './images.ts';
import { serverPropertiesFile } from './kafka-config-map.ts';
import { ownedMetadata } from './owner.ts';
import { restrictedContainer, scratch, sealedPod } from './security.ts';
import { selectorOf } from './selector.ts';
import { kafkaVolumePath, serverProperties } from './server-properties.ts';
import { sizes } from './sizes.ts';

const configPath = '/etc/kafka';
const propertiesPath = `${configPath}/${serverPropertiesFile}`;
const mounts = [
  { name: 'data', mountPath: kafkaVolumePath },
  { name: 'config', mountPath: configPath, readOnly: true },
  scratch.mount,
];

/** Name of the init container that formats an empty volume. */
export const formatContainer = 'format';

/** The single broker: an init container formats an empty volume, a formatted one is only checked against its id. */
export const makeKafkaStatefulSet = (blueprint: Blueprint, clusterId: string): Manifest => {
  const { pipeline } = blueprint;
  const { name } = pipeline.metadata;
  const labels = componentLabels(name, 'kafka');
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: ownedMetadata(pipeline, childNames.kafka(name), labels),
    spec: {
      replicas: 1,
      // In order, a pod that never gets ready would keep the one that heals it from being made.
      podManagementPolicy: 'Parallel',
      serviceName: childNames.kafka(name),
      selector: { matchLabels: selectorOf(labels) },
      template: {
        metadata: {
          labels: { ...labels },
          annotations: { [annotationKeys.configHash]: contentHash(serverProperties(pipeline)) },
        },
        spec: podSpec(blueprint, clusterId),
      },
    },
  };
};

const podSpec = (blueprint: Blueprint, clusterId: string) => {
  const { name } = blueprint.pipeline.metadata;
  return {
    ...sealedPod(childNames.workload(name)),
    priorityClassName: priorityClasses.critical.name,
    terminationGracePeriodSeconds: 60,
    initContainers: [formatter(blueprint, clusterId)],
    containers: [broker(blueprint)],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: childNames.kafkaData(name) } },
      { name: 'config', configMap: { name: childNames.kafka(name), defaultMode: 0o444 } },
      scratch.volume,
    ],
  };
};

/** A Java process of the Kafka image. Crashes leave their last words in the pod's status. */
const java = ({ pipeline, settings }: Blueprint, options: readonly string[], program: readonly string[]) => ({
  ...imageOf(settings.images, 'kafka'),
  command: ['java'],
  args: [...options, '-XX:-UsePerfData', '-cp', '/opt/kafka/lib/*', ...program],
  resources: sizes[pipeline.spec.profile].kafka,
  securityContext: restrictedContainer,
  terminationMessagePolicy: 'FallbackToLogsOnError',
  volumeMounts: mounts,
});

const formatter = (blueprint: Blueprint, clusterId: string) => ({
  name: formatContainer,
  ...java(
    blueprint,
    ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    [
      'kafka.tools.StorageTool',
      'format',
      '--standalone',
      '--ignore-formatted',
      // One argument, because an id may begin with a hyphen.
      `--cluster-id=${clusterId}`,
      '--config',
      propertiesPath,
    ],
  ),
});

const broker = (blueprint: Blueprint) => {
  const heap = sizes[blueprint.pipeline.spec.profile].kafkaHeapMebibytes;
  const listening = { tcpSocket: { port: 'clients' } };
  return {
    name: 'kafka',
    ...java(
      blueprint,
      [`-Xms${heap}m`, `-Xmx${heap}m`, '-XX:+ExitOnOutOfMemoryError'],
      ['kafka.Kafka', propertiesPath],
    ),
    ports: [{ name: 'clients', containerPort: kafkaPort, protocol: 'TCP' }],
    startupProbe: { ...listening, periodSeconds: 1, failureThreshold: 300 },
    readinessProbe: { ...listening, periodSeconds: 5 },
    livenessProbe: { ...listening, periodSeconds: 10, failureThreshold: 6 },
  };
};
