import type { KubeObject, Manifest } from '../objects/kube-object.ts';
import { keyOf, type ObjectKey } from '../objects/object-key.ts';
import { isKubeError } from '../transport/kube-error.ts';
import type { KubeRequest } from '../transport/request.ts';
import type { Transport } from '../transport/transport.ts';
import { apiVersionOf, collectionPath, objectPath, type Resource } from './resource.ts';

/** How long a call may take and who may end it. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest time for one attempt, in milliseconds. */
  readonly deadlineMs?: number | undefined;
}

/** What must still be true of an object for its deletion to happen, and what becomes of its dependents. */
export interface DeleteOptions extends CallOptions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan' | undefined;
}

/** One operation of a JSON patch. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/**
 * Calls on single objects, in plain JSON. Every method throws `KubeError`; see its codes.
 * There is no replace: who writes a whole object drops what he does not know.
 */
export class KubeClient {
  readonly #transport: Transport;
  /** The name under which applies own their fields. */
  readonly fieldManager: string;

  constructor(transport: Transport, fieldManager: string) {
    this.#transport = transport;
    this.fieldManager = fieldManager;
  }

  /** The same client under another field manager. */
  as(fieldManager: string): KubeClient {
    return new KubeClient(this.#transport, fieldManager);
  }

  /** Reads one object; `KUBE_NOT_FOUND` when it is not there. */
  async get<T extends KubeObject = Manifest>(
    resource: Resource,
    key: ObjectKey,
    options: CallOptions = {},
  ): Promise<T> {
    return (await this.#transport.send({
      verb: 'get',
      resource,
      path: objectPath(resource, key),
      idempotent: true,
      ...options,
    })) as T;
  }

  /** Reads one object, or undefined when it is not there. */
  async find<T extends KubeObject = Manifest>(
    resource: Resource,
    key: ObjectKey,
    options: CallOptions = {},
  ): Promise<T | undefined> {
    try {
      return await this.get<T>(resource, key, options);
    } catch (error) {
      if (isKubeError(error, 'KUBE_NOT_FOUND')) return undefined;
      throw error;
    }
  }

  /** Server-side apply. `KUBE_CONFLICT` when another manager owns a field with another value: see `applyConflicts`. */
  apply<T extends KubeObject>(resource: Resource, object: T, options: CallOptions = {}): Promise<Manifest> {
    return this.#apply({ resource, query: {}, options }, object);
  }

  /** Server-side apply that takes the fields of other managers. */
  forceApply<T extends KubeObject>(
    resource: Resource,
    object: T,
    options: CallOptions = {},
  ): Promise<Manifest> {
    return this.#apply({ resource, query: { force: 'true' }, options }, object);
  }

  /** Server-side apply of the status subresource; fields of other managers stay theirs. */
  applyStatus<T extends KubeObject>(
    resource: Resource,
    object: T,
    options: CallOptions = {},
  ): Promise<Manifest> {
    return this.#apply({ resource, subresource: 'status', query: {}, options }, object);
  }

  /** Like `applyStatus`, taking the fields of other managers. */
  forceApplyStatus<T extends KubeObject>(
    resource: Resource,
    object: T,
    options: CallOptions = {},
  ): Promise<Manifest> {
    return this.#apply({ resource, subresource: 'status', query: { force: 'true' }, options }, object);
  }

  /** Creates an object; `KUBE_ALREADY_EXISTS` when its name is taken. For leases and events; children are applied. */
  async create<T extends KubeObject>(
    resource: Resource,
    object: T,
    options: CallOptions = {},
  ): Promise<Manifest> {
    return (await this.#transport.send({
      verb: 'create',
      resource,
      path: collectionPath(resource, object.metadata.namespace ?? ''),
      query: { fieldManager: this.fieldManager },
      body: named(resource, object),
      contentType: 'application/json',
      idempotent: false,
      ...options,
    })) as Manifest;
  }

  /** JSON patch. Begin it with a `test` operation where it must not act on something newer. */
  patchJson(
    resource: Resource,
    key: ObjectKey,
    operations: readonly JsonPatchOperation[],
    options: CallOptions = {},
  ): Promise<Manifest> {
    return this.#patch({ resource, contentType: 'application/json-patch+json', options }, key, operations);
  }

  /** Merge patch. With `metadata.resourceVersion` in it the server refuses it (`KUBE_CONFLICT`) against a newer object. */
  patchMerge(
    resource: Resource,
    key: ObjectKey,
    patch: unknown,
    options: CallOptions = {},
  ): Promise<Manifest> {
    return this.#patch({ resource, contentType: 'application/merge-patch+json', options }, key, patch);
  }

  /**
   * Deletes an object. `KUBE_NOT_FOUND` when it is gone, `KUBE_CONFLICT` when a precondition does not hold.
   * Returns the object with its deletion time stamp where something still holds it, else the server's Status.
   */
  async delete(resource: Resource, key: ObjectKey, options: DeleteOptions = {}): Promise<unknown> {
    const { uid, resourceVersion, propagation, ...call } = options;
    return this.#transport.send({
      verb: 'delete',
      resource,
      path: objectPath(resource, key),
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid, resourceVersion },
        propagationPolicy: propagation ?? 'Background',
      },
      contentType: 'application/json',
      idempotent: true,
      ...call,
    });
  }

  async #apply(call: ApplyCall, object: KubeObject): Promise<Manifest> {
    const path = objectPath(call.resource, keyOf(object));
    return (await this.#transport.send({
      verb: 'patch',
      resource: call.resource,
      subresource: call.subresource,
      path: call.subresource === undefined ? path : `${path}/${call.subresource}`,
      query: { fieldManager: this.fieldManager, ...call.query },
      body: named(call.resource, object),
      contentType: 'application/apply-patch+yaml',
      idempotent: true,
      ...call.options,
    })) as Manifest;
  }

  async #patch(call: PatchCall, key: ObjectKey, body: unknown): Promise<Manifest> {
    return (await this.#transport.send({
      verb: 'patch',
      resource: call.resource,
      path: objectPath(call.resource, key),
      query: { fieldManager: this.fieldManager },
      body,
      contentType: call.contentType,
      idempotent: false,
      ...call.options,
    })) as Manifest;
  }
}

interface ApplyCall {
  readonly resource: Resource;
  readonly subresource?: string;
  readonly query: Readonly<Record<string, string>>;
  readonly options: CallOptions;
}

interface PatchCall {
  readonly resource: Resource;
  readonly contentType: NonNullable<KubeRequest['contentType']>;
  readonly options: CallOptions;
}

/** The resource decides kind and version, so that a render cannot be sent to the wrong door. */
function named<T extends KubeObject>(resource: Resource, object: T): T {
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind };
}
