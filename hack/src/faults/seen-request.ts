import type { IncomingMessage } from 'node:http';

/** A call as it passed the proxy. */
export interface SeenRequest {
  /** Counts all calls, from 1. */
  readonly index: number;
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'update' | 'delete';
  /** Plural name, as in the path: `deployments`. */
  readonly resource: string;
  readonly namespace: string;
  /** Empty for collections. */
  readonly name: string;
  /** `status`, or empty. */
  readonly subresource: string;
  readonly query: URLSearchParams;
  readonly userAgent: string;
  readonly isWrite: boolean;
}

const verbs: Readonly<Record<string, SeenRequest['verb']>> = {
  POST: 'create',
  PATCH: 'patch',
  PUT: 'update',
  DELETE: 'delete',
};

/** What a call is about, read from its method and path. */
export function seenRequest(index: number, request: IncomingMessage): SeenRequest {
  const url = new URL(request.url ?? '/', 'https://proxy');
  const place = placeOf(url.pathname.split('/').slice(1).map(decodeURIComponent));
  const verb = verbs[request.method ?? ''] ?? readVerb(place.name, url.searchParams);
  const isWrite = verb in { create: 1, patch: 1, update: 1, delete: 1 };
  return {
    index,
    verb,
    ...place,
    query: url.searchParams,
    userAgent: request.headers['user-agent'] ?? '',
    isWrite,
  };
}

function readVerb(name: string, query: URLSearchParams): SeenRequest['verb'] {
  if (query.get('watch') === 'true') return 'watch';
  return name === '' ? 'list' : 'get';
}

/** `/api/v1/…` and `/apis/group/v1/…`, with or without a namespace. */
function placeOf(parts: readonly string[]) {
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const namespaced = rest[0] === 'namespaces' && rest.length > 2;
  const [resource = '', name = '', subresource = ''] = namespaced ? rest.slice(2) : rest;
  return { resource, name, subresource, namespace: namespaced ? (rest[1] ?? '') : '' };
}
