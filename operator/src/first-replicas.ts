import { annotationKeys, operatorReplicasFieldManager } from '@pricecast/crds';
import { applyConflicts, formatKey, type KubeClient, type OwnWrites } from '@pricecast/kube';
import type { FirstReplicas } from './price-pipeline/ports.ts';
import { resources } from './resources.ts';

/**
 * Sets `spec.replicas` by an apply of that field and of the annotation that says so. Whoever scales the Deployment
 * later takes the field over by writing it, and nothing of ours asks for it again. An HPA that was quicker keeps it.
 */
export const firstReplicas = (
  client: Pick<KubeClient, 'as'>,
  ownWrites: Pick<OwnWrites, 'record'>,
): FirstReplicas => {
  const scaling = client.as(operatorReplicasFieldManager);
  return {
    set: async (owner, { deployment, replicas }, signal) => {
      const { apiVersion, kind, metadata } = deployment;
      const { name, namespace, uid } = metadata;
      const annotations = { [annotationKeys.firstReplicas]: String(replicas) };
      // The uid makes the server refuse a Deployment that was made anew.
      const marked = { apiVersion, kind, metadata: { name, namespace, uid, annotations } };
      const written = await scaling
        .apply(resources.deployments, { ...marked, spec: { replicas } }, { signal })
        .catch(async (error) => {
          if (applyConflicts(error).length === 0) throw error;
          return await scaling.apply(resources.deployments, marked, { signal });
        });
      ownWrites.record(formatKey(owner), resources.deployments, written);
      return written;
    },
  };
};
