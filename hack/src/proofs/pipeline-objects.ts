import type { Kubectl } from '../cluster/kubectl.ts';

const kinds = [
  'serviceaccounts',
  'configmaps',
  'services',
  'persistentvolumeclaims',
  'statefulsets.apps',
  'deployments.apps',
  'networkpolicies.networking.k8s.io',
  'poddisruptionbudgets.policy',
  'predictivescalers.pricecast.dev',
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

/** What was rendered of each child, by `kind/name`, as a text that two runs can be compared by. */
export type Rendered = ReadonlyMap<string, string>;

/**
 * What two runs of the same pipeline must have in common: everything that was rendered, with what differs by
 * nature left out: uids, addresses, volumes, the namespace, and what is made from them (cluster id, hash).
 */
export const renderedOf = (children: readonly SeenChild[], namespace: string): Rendered =>
  new Map(children.map((child) => [`${child.kind}/${child.metadata.name}`, faceOf(child, namespace)]));

const faceOf = ({ metadata, spec, data }: SeenChild, namespace: string): string => {
  const owners = metadata.ownerReferences?.map((owner) => `${owner.kind}/${owner.name}`);
  const { clusterIP: _, clusterIPs: __, volumeName: ___, ...rest } = spec ?? {};
  const { generation, labels } = metadata;
  return JSON.stringify({ generation, labels, owners, spec: rest, data })
    .replaceAll(/--cluster-id=[^"]+/g, '--cluster-id=…')
    .replaceAll(/"pricecast.dev\/config-hash":"[^"]+"/g, '"pricecast.dev/config-hash":"…"')
    .replaceAll(namespace, '…');
};

/** The children that only one of two runs has, or that differ. */
export const differences = (one: Rendered, other: Rendered): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
