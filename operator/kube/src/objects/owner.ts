import type { KubeObject, OwnerReference } from './kube-object.ts';

/** The owner reference that makes `owner` the controller of a child in the same namespace. Throws without a uid. */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { name, uid } = owner.metadata;
  if (uid === undefined)
    throw new TypeError(`${owner.kind} ${name} has no uid yet, so it cannot own anything`);
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The reference to the one controller of an object, where it has one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}
