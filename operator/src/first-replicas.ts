import { operatorReplicasFieldManager } from '@pricecast/crds';
import { formatKey, type KubeClient, type OwnWrites } from '@pricecast/kube';
import type { FirstReplicas } from './price-pipeline/ports.ts';
import { resources } from './resources.ts';

/**
 * Sets `spec.replicas` by an apply of that field alone. Whoever scales the Deployment later takes the field over by
 * writing it, and nothing of ours ever asks for it again. The uid makes the server refuse a Deployment made anew.
 */
export const firstReplicas = (
  client: Pick<KubeClient, 'as'>,
  ownWrites: Pick<OwnWrites, 'record'>,
): FirstReplicas => {
  const scaling = client.as(operatorReplicasFieldManager);
  return {
    set: async (owner, { apiVersion, kind, metadata }, count, signal) => {
      const { name, namespace, uid } = metadata;
      const body = { apiVersion, kind, metadata: { name, namespace, uid }, spec: { replicas: count } };
      const written = await scaling.forceApply(resources.deployments, body, { signal });
      ownWrites.record(formatKey(owner), resources.deployments, written);
      return written;
    },
  };
};
