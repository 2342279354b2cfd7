import { annotationKeys, childNames, type PricePipeline } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { findChild } from './children.ts';
import { clusterIdOf } from './cluster-id.ts';
import { asVolumeClaim, type VolumeClaim } from './live.ts';
import type { KafkaVolume } from './manifests/kafka-volume-claim.ts';

/** The live volume claim of the embedded broker. */
export const volumeClaimOf = (
  { metadata }: PricePipeline,
  children: readonly Manifest[],
): VolumeClaim | undefined => {
  const name = childNames.kafkaData(metadata.name);
  return asVolumeClaim(findChild(children, { kind: 'PersistentVolumeClaim', name }));
};

/** An annotated volume keeps its cluster id, whoever made it; a new one gets that of this pipeline. */
export const kafkaVolumeOf = (pipeline: PricePipeline, children: readonly Manifest[]): KafkaVolume => {
  const claim = volumeClaimOf(pipeline, children);
  const clusterId = claim?.metadata.annotations?.[annotationKeys.kafkaClusterId];
  return {
    clusterId: clusterId ?? clusterIdOf(pipeline.metadata.uid ?? ''),
    existing: claim && {
      storageClassName: claim.spec?.storageClassName,
      size: claim.spec?.resources?.requests?.storage,
    },
  };
};
