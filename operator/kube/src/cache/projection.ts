import type { KubeObject, Manifest } from '../objects/kube-object.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What the cache keeps of an object unless told otherwise: everything but `managedFields` and kubectl's copy of
 * the manifest, which together are often half of it.
 */
export function withoutBookkeeping<T extends KubeObject = Manifest>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata;
  if (metadata.annotations !== undefined && LAST_APPLIED in metadata.annotations) {
    const { [LAST_APPLIED]: __, ...annotations } = metadata.annotations;
    metadata.annotations = annotations;
  }
  return { ...object, metadata };
}

/** Keeps type and metadata alone: enough to know that something exists, whose it is and that it changed. */
export function metadataOnly(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = withoutBookkeeping(object);
  return { apiVersion, kind, metadata };
}
