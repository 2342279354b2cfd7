import type { PredictiveScaler } from '@pricecast/crds';
import { isKubeError, type KubeClient, type Resource } from '@pricecast/kube';
import { resources } from '../resources.ts';
import type { ObservedScaler, TargetReading } from './observed.ts';

/** The workloads that can be targets, by `apiVersion/kind`. */
const scalable: Readonly<Record<string, Resource>> = {
  'apps/v1/Deployment': resources.deployments,
  'apps/v1/StatefulSet': resources.statefulSets,
};

/** Looks for the target, live: targets belong to users and carry no label of ours. Throws `KubeError`. */
export const observeScaler = async (
  scaler: PredictiveScaler,
  client: Pick<KubeClient, 'find'>,
  signal: AbortSignal,
): Promise<ObservedScaler> => ({ scaler, target: await readTarget(scaler, client, signal) });

const readTarget = async (
  { metadata, spec }: PredictiveScaler,
  client: Pick<KubeClient, 'find'>,
  signal: AbortSignal,
): Promise<TargetReading> => {
  const { apiVersion, kind, name } = spec.targetRef;
  const resource = scalable[`${apiVersion}/${kind}`];
  if (resource === undefined) return { kind: 'NotScalable' };
  try {
    const found = await client.find(resource, { namespace: metadata.namespace, name }, { signal });
    return { kind: found === undefined ? 'NotFound' : 'Found' };
  } catch (error) {
    if (isKubeError(error, 'KUBE_FORBIDDEN')) return { kind: 'NotScalable' };
    throw error;
  }
};
