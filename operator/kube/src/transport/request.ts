import { type Resource, resourceName } from '../client/resource.ts';

/** The verb as RBAC and the audit log name it. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';

/** The ways of writing that the toolkit uses; each call says which. */
export type ContentType =
  | 'application/json'
  | 'application/apply-patch+yaml'
  | 'application/json-patch+json'
  | 'application/merge-patch+json';

/** One call. */
export interface KubeRequest {
  readonly verb: Verb;
  readonly resource: Resource;
  /** With `/status` where a subresource is meant. */
  readonly subresource?: string | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly contentType?: ContentType | undefined;
  /** True where sending it twice ends in the same state as sending it once. */
  readonly idempotent: boolean;
  /** Longest time for one attempt, in milliseconds. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const methods: Readonly<Record<Verb, 'GET' | 'POST' | 'PATCH' | 'DELETE'>> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** The HTTP method of a call. */
export function methodOf(request: KubeRequest): 'GET' | 'POST' | 'PATCH' | 'DELETE' {
  return methods[request.verb];
}

/** Whether the call may change the cluster. */
export function isWrite(request: KubeRequest): boolean {
  return methodOf(request) !== 'GET';
}

/** `patch deployments.apps/status`: what a person has to allow, and what errors name. */
export function callName(request: KubeRequest): string {
  const subresource = request.subresource === undefined ? '' : `/${request.subresource}`;
  return `${request.verb} ${resourceName(request.resource)}${subresource}`;
}

/** The call as labels of a metric: few values, no names of objects. */
export function requestLabels({ verb, resource }: KubeRequest): { verb: Verb; resource: string } {
  return { verb, resource: resourceName(resource) };
}

/** Path and query as they go on the wire. */
export function target(request: KubeRequest): string {
  const query = request.query === undefined ? '' : new URLSearchParams(request.query).toString();
  return query === '' ? request.path : `${request.path}?${query}`;
}
