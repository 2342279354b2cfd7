import { annotationKeys, childNames, componentLabels, embeddedKafka } from '@pricecast/crds';
import type { Manifest, ObjectMeta } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedBy } from './owner.ts';
import { largerStorage } from './storage-quantity.ts';

/** What is fixed about the volume of a broker once it exists. */
export interface ExistingVolume {
  readonly storageClassName: string | undefined;
  readonly size: string | undefined;
}

/** What is known about the volume: the id of the cluster whose log it keeps, and what cannot change any more. */
export interface KafkaVolume {
  readonly clusterId: string;
  readonly existing?: ExistingVolume | undefined;
}

/**
 * The volume of the broker. It carries the id of the Kafka cluster whose log lies on it, so that a retained volume
 * is recognised and never formatted again. Only with deletionPolicy Delete does it go with its pipeline. Of an
 * adopted volume class and size stay, for neither can be taken back.
 */
export const makeKafkaVolumeClaim = ({ pipeline }: Blueprint, volume: KafkaVolume): Manifest => {
  const { name, namespace } = pipeline.metadata;
  const wanted = embeddedKafka(pipeline.spec.kafka).storage;
  const storageClassName =
    wanted.storageClassName && (volume.existing?.storageClassName ?? wanted.storageClassName);
  const owners = pipeline.spec.deletionPolicy === 'Delete' ? { ownerReferences: [ownedBy(pipeline)] } : {};
  const metadata: ObjectMeta = {
    name: childNames.kafkaData(name),
    namespace,
    labels: { ...componentLabels(name, 'kafka') },
    annotations: { [annotationKeys.kafkaClusterId]: volume.clusterId },
    ...owners,
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName === undefined ? {} : { storageClassName }),
      resources: { requests: { storage: largerStorage(wanted.size, volume.existing?.size) } },
    },
  };
};
