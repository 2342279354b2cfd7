import type { KubeObject } from '../objects/kube-object.ts';
import { KubeError } from '../transport/kube-error.ts';
import type { StatusBody } from '../transport/response-error.ts';

/** One line of a watch. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: KubeObject };

interface RawEvent {
  readonly type?: unknown;
  readonly object?: unknown;
}

const known = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/**
 * Reads one line of a watch. An `ERROR` event throws `KUBE_WATCH_ERROR` with the server's words;
 * a line that is not an event throws `KUBE_MALFORMED_RESPONSE`. `call` names the watch in errors.
 */
export function parseWatchEvent<T extends KubeObject>(call: string, line: string): WatchEvent<T> {
  const event = parseLine(call, line);
  if (event.type === 'ERROR') {
    throw errorEvent(call, (event.object ?? {}) as StatusBody);
  }
  const version = (event.object as Partial<KubeObject> | undefined)?.metadata?.resourceVersion;
  if (typeof event.type !== 'string' || !known.has(event.type) || version === undefined)
    throw malformed(call, line);
  return event as WatchEvent<T>;
}

function errorEvent(call: string, status: StatusBody): KubeError {
  return new KubeError(`${call} was ended by the server: ${status.message ?? 'no explanation'}`, {
    code: 'KUBE_WATCH_ERROR',
    call,
    retryable: true,
    status: status.code,
    reason: status.reason,
  });
}

function parseLine(call: string, line: string): RawEvent {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw malformed(call, line, cause);
  }
  throw malformed(call, line);
}

function malformed(call: string, line: string, cause?: unknown): KubeError {
  return new KubeError(`${call} sent a line that is not an event: ${line.slice(0, 80)}`, {
    code: 'KUBE_MALFORMED_RESPONSE',
    call,
    retryable: true,
    cause,
  });
}
