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
  apiVersion: 'pricecast.dev/v1alpha1',
  kind: 'PricePipeline',
  metadata: { name },
  spec,
});
