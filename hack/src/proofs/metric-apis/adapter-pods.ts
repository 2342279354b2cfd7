import type { Kubectl } from '../../cluster/kubectl.ts';
import { release } from '../../deploy/chart.ts';

/** A pod of the adapter that stays. */
export interface AdapterPod {
  readonly uid: string;
  readonly address: string;
  readonly restarts: number;
}

interface SeenPod {
  readonly metadata: { readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}

/** Running pods of the adapter. */
export async function adapterPods(kubectl: Kubectl): Promise<readonly AdapterPod[]> {
  const words = ['get', 'pods', '-l', 'app.kubernetes.io/component=adapter', '-o', 'json'];
  const { items }: { readonly items: readonly SeenPod[] } = JSON.parse(
    await kubectl(['-n', release.namespace, ...words]),
  );
  return items
    .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running')
    .map(({ metadata, status }) => ({
      uid: metadata.uid,
      address: status.podIP ?? '',
      restarts: (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
    }));
}
