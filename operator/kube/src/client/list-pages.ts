import type { KubeObject } from '../objects/kube-object.ts';
import type { Transport } from '../transport/transport.ts';
import { collectionPath, type Resource } from './resource.ts';

/** Objects per page: small enough that parsing one does not hold up the event loop. */
export const PAGE_SIZE = 500;
/** Longest time for one page, in milliseconds. */
const PAGE_DEADLINE_MS = 30_000;

/** Which objects of a resource. An empty namespace means all of them. */
export interface Selection {
  readonly namespace: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** One page; `resourceVersion` is the same on all pages of one list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

interface ListBody<T> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
}

/** The query part of a selection. */
export function selectionQuery(selection: Selection): Record<string, string> {
  return {
    ...(selection.labelSelector === undefined ? {} : { labelSelector: selection.labelSelector }),
    ...(selection.fieldSelector === undefined ? {} : { fieldSelector: selection.fieldSelector }),
  };
}

/**
 * Lists a selection page by page, as fresh as etcd. Items come without apiVersion and kind, as the server sends
 * them. Throws `KubeError`; `KUBE_EXPIRED` when the list took so long that its continuation is gone.
 */
export async function* listPages<T extends KubeObject>(
  transport: Transport,
  resource: Resource,
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<Page<T>> {
  let position = '';
  do {
    const body = (await transport.send({
      verb: 'list',
      resource,
      path: collectionPath(resource, selection.namespace),
      query: {
        ...selectionQuery(selection),
        limit: String(PAGE_SIZE),
        ...(position === '' ? {} : { continue: position }),
      },
      idempotent: true,
      deadlineMs: PAGE_DEADLINE_MS,
      signal,
    })) as ListBody<T>;
    position = body.metadata?.continue ?? '';
    yield { items: body.items ?? [], resourceVersion: body.metadata?.resourceVersion ?? '' };
  } while (position !== '');
}
