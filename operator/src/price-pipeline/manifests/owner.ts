import type { PricePipeline } from '@pricecast/crds';
import { controllerReference, type ObjectMeta, type OwnerReference } from '@pricecast/kube';

/** The reference by which the garbage collector deletes a child with its pipeline. */
export const ownedBy = (pipeline: PricePipeline): OwnerReference =>
  controllerReference({
    apiVersion: pipeline.apiVersion,
    kind: pipeline.kind,
    metadata: { name: pipeline.metadata.name, uid: pipeline.metadata.uid },
  });

/** Metadata of a child that goes when its pipeline goes. */
export const ownedMetadata = (
  pipeline: PricePipeline,
  name: string,
  labels: Readonly<Record<string, string>>,
): ObjectMeta => ({
  name,
  namespace: pipeline.metadata.namespace,
  labels: { ...labels },
  ownerReferences: [ownedBy(pipeline)],
});
