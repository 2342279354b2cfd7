import type { ObjectKey } from '../objects/object-key.ts';

/** What a kind is called on the wire. `group` is empty for the core group. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** `group/version`, or the version alone in the core group. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** The name that people and RBAC use: `deployments.apps`, `pods`. */
export function resourceName(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** Path of the collection; an empty namespace means all of them. */
export function collectionPath(resource: Resource, namespace: string): string {
  const root = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  const scope = resource.namespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}/${resource.version}${scope}/${resource.plural}`;
}

/** Path of one object. Throws where a namespaced resource is named without a namespace. */
export function objectPath(resource: Resource, key: ObjectKey): string {
  if (resource.namespaced && key.namespace === '') {
    throw new TypeError(`${resource.kind} ${key.name} needs a namespace`);
  }
  return `${collectionPath(resource, key.namespace)}/${encodeURIComponent(key.name)}`;
}
