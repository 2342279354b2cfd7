import type { Kubectl } from '../cluster/kubectl.ts';

const kinds = [
  'serviceaccounts',
  'configmaps',
  'services',
  'persistentvolumeclaims',
  'statefulsets.apps',
  'deployments.apps',
  'networkpolicies.networking.k8s.io',
].join();

/** A child of a pipeline, as far as two runs can be compared by it. */
export interface SeenChild {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly uid: string;
    }[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
}

/** Every child that carries the label of a pipeline. */
export async function childrenOf(kubectl: Kubectl, pipeline: string): Promise<SeenChild[]> {
  const text = await kubectl(['get', kinds, '-l', `pricecast.dev/pipeline=${pipeline}`, '-o', 'json']);
  return (JSON.parse(text) as { items: SeenChild[] }).items;
}

/** `Deployment/btc-collector-live-0`, sorted. */
export const namesOf = (children: readonly SeenChild[]): string[] =>
  children.map(({ kind, metadata }) => `${kind}/${metadata.name}`).toSorted();

/**
 * What two runs of the same pipeline must have in common: everything that was rendered, with what differs by
 * nature (uids, addresses, volumes, the cluster id that comes from the uid, the namespace) left out.
 */
export const comparable = (children: readonly SeenChild[], namespace: string): string[] =>
  children
    .map(({ kind, metadata, spec, data }) => {
      const owners = metadata.ownerReferences?.map((owner) => `${owner.kind}/${owner.name}`);
      const { clusterIP: _, clusterIPs: __, volumeName: ___, ...rest } = spec ?? {};
      const seen = { kind, name: metadata.name, generation: metadata.generation, labels: metadata.labels };
      return JSON.stringify({ ...seen, owners, spec: rest, data })
        .replaceAll(/--cluster-id=[^"]+/g, '--cluster-id=…')
        .replaceAll(namespace, '…');
    })
    .toSorted();
