import { apiVersion, predictiveScalerKind, pricePipelineKind } from '@pricecast/crds';
import type { Kubectl } from '../cluster/kubectl.ts';

/** Applies objects in the namespace of the kubectl given. */
export async function applyObjects(kubectl: Kubectl, ...objects: readonly object[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  await kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], JSON.stringify(list));
}

/** A Secret with these values. */
export const secretOf = (name: string, stringData: Readonly<Record<string, string>>): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  stringData,
});

/** A pipeline with this spec. */
export const pipelineOf = (name: string, spec: object): object => ({
  apiVersion,
  kind: pricePipelineKind.kind,
  metadata: { name },
  spec,
});

/** A scaler with this spec, of the Deployment of its name unless the spec says another. */
export const scalerOf = (name: string, spec: object): object => ({
  apiVersion,
  kind: predictiveScalerKind.kind,
  metadata: { name },
  spec: { targetRef: { name }, ...spec },
});
