import {
  annotationKeys,
  childNames,
  componentLabels,
  dashboardPort,
  gatewayPort,
  type opsPort,
  type PriorityClass,
  priorityClasses,
  type ScalableStage,
} from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { imageOf } from './images.ts';
import { kafkaClientPart } from './kafka-client.ts';
import { nodeProcess } from './node-process.ts';
import { ownedMetadata } from './owner.ts';
import { scratch, sealedPod } from './security.ts';
import { selectorOf } from './selector.ts';
import { sizes } from './sizes.ts';
import { stageEnvironment } from './stage-environment.ts';

/** A forecast that is late is worth nothing; a gateway that waits loses nothing. */
const priorities: Readonly<Record<ScalableStage, PriorityClass>> = {
  processor: priorityClasses.high,
  forecaster: priorityClasses.critical,
  gateway: priorityClasses.normal,
};

/** A consumer hands over its partitions before it ends, so it is given a little longer than it takes. */
const graceSeconds = 40;

/**
 * A stage whose pods share the work. It has no `replicas`: that number belongs to whoever scales it, and an apply
 * that once owned it would reset it to 1 by leaving it out. `credentialsHash` is as for collectors.
 */
export const makeStageDeployment = (
  blueprint: Blueprint,
  stage: ScalableStage,
  credentialsHash: string | undefined,
): Manifest => {
  const { pipeline } = blueprint;
  const { name } = pipeline.metadata;
  const labels = componentLabels(name, stage);
  const annotations =
    credentialsHash === undefined ? {} : { annotations: { [annotationKeys.configHash]: credentialsHash } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: ownedMetadata(pipeline, childNames.stage(name, stage), labels),
    spec: {
      revisionHistoryLimit: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: selectorOf(labels) },
      template: { metadata: { labels: { ...labels }, ...annotations }, spec: podSpec(blueprint, stage) },
    },
  };
};

const podSpec = (blueprint: Blueprint, stage: ScalableStage) => {
  const { pipeline, settings } = blueprint;
  const kafka = kafkaClientPart(pipeline);
  const process = nodeProcess();
  return {
    ...sealedPod(childNames.workload(pipeline.metadata.name)),
    priorityClassName: priorities[stage].name,
    terminationGracePeriodSeconds: graceSeconds,
    containers: [
      {
        name: stage,
        ...imageOf(settings.images, stage),
        ...process,
        ports: [...servedPorts(blueprint, stage).map(asContainerPort), ...process.ports],
        env: [...stageEnvironment(pipeline, stage), ...kafka.env],
        resources: sizes[pipeline.spec.profile][stage],
        volumeMounts: [scratch.mount, ...kafka.volumeMounts],
      },
    ],
    volumes: [scratch.volume, ...kafka.volumes],
  };
};

/** A port that clients of a stage use. */
type ServedPort = Pick<typeof opsPort | typeof gatewayPort | typeof dashboardPort, 'name' | 'number'>;

/** The ports that clients of a stage use, its ops port apart. */
export const servedPorts = ({ pipeline }: Blueprint, stage: ScalableStage): readonly ServedPort[] => {
  if (stage !== 'gateway') return [];
  return pipeline.spec.gateway?.dashboard === 'Enabled' ? [gatewayPort, dashboardPort] : [gatewayPort];
};

const asContainerPort = ({ name, number }: ServedPort) => ({ name, containerPort: number, protocol: 'TCP' });
