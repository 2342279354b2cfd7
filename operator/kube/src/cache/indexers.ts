import type { KubeObject } from '../objects/kube-object.ts';
import type { Indexer } from './store.ts';

/** Files objects under the uid of each owner. */
export const byOwnerUid: Indexer<KubeObject> = (object) =>
  object.metadata.ownerReferences?.map((reference) => reference.uid) ?? [];

/** Files objects under `namespace/value` of one label. */
export function byLabel(label: string): Indexer<KubeObject> {
  return ({ metadata }) => {
    const value = metadata.labels?.[label];
    return value === undefined ? [] : [`${metadata.namespace ?? ''}/${value}`];
  };
}
