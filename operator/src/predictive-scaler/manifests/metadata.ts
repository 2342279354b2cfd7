import { apiVersion, predictiveScalerKind, scalerChildName, scalerLabels } from '@pricecast/crds';
import { controllerReference } from '@pricecast/kube';
import type { ObservedScaler } from '../observed.ts';

/** Metadata of what is made for a scaler: named after it unless it has a name of its own, and gone with it. */
export const childMetadata = (
  { scaler }: Pick<ObservedScaler, 'scaler'>,
  childName: (scaler: string) => string = scalerChildName,
) => {
  const { name, namespace, uid } = scaler.metadata;
  const owner = { apiVersion, kind: predictiveScalerKind.kind, metadata: { name, uid } };
  return {
    name: childName(name),
    namespace,
    labels: { ...scalerLabels(name) },
    ownerReferences: [controllerReference(owner)],
  };
};
