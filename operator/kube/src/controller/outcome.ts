import { isKubeError } from '../transport/kube-error.ts';

/** A failure that trying again cannot heal: the key waits until something changes. */
export class TerminalError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TerminalError';
    this.code = code;
  }
}

/** How long to leave an object alone that the server refused for what it is, in milliseconds. */
const REFUSED_MS = 60_000;

/** What a reconcile asks for. Without a requeue the key sleeps until something changes. */
export interface ReconcileResult {
  readonly requeueAfterSeconds?: number | undefined;
}

/** What becomes of a key after a reconcile. */
export type Outcome =
  | { readonly kind: 'Done' }
  | { readonly kind: 'RequeueAfter'; readonly ms: number }
  /** Again after the key's backoff, and not before `atLeastMs`. */
  | { readonly kind: 'Retry'; readonly atLeastMs: number; readonly error: unknown }
  | { readonly kind: 'Terminal'; readonly error: unknown }
  /** The process stops or has lost its lease; nothing is counted and nothing is queued. */
  | { readonly kind: 'Aborted' };

/**
 * | reconcile | outcome |
 * |---|---|
 * | returned | Done, or RequeueAfter when it asked for that |
 * | threw while stopping, or because a write was fenced | Aborted |
 * | threw TerminalError | Terminal |
 * | threw because the server refused the object itself | Retry, slowly: a policy may be lifted |
 * | threw anything else | Retry, not before the server's Retry-After |
 */
export function outcomeOf(
  settled: { readonly result: ReconcileResult } | { readonly error: unknown },
  stopping: boolean,
): Outcome {
  if ('result' in settled) {
    const { requeueAfterSeconds } = settled.result;
    return requeueAfterSeconds === undefined
      ? { kind: 'Done' }
      : { kind: 'RequeueAfter', ms: requeueAfterSeconds * 1_000 };
  }
  const { error } = settled;
  if (stopping || isKubeError(error, 'KUBE_WRITE_FENCED')) return { kind: 'Aborted' };
  if (error instanceof TerminalError) return { kind: 'Terminal', error };
  return { kind: 'Retry', atLeastMs: atLeastMs(error), error };
}

function atLeastMs(error: unknown): number {
  if (!isKubeError(error)) return 0;
  return error.retryable ? (error.retryAfterSeconds ?? 0) * 1_000 : REFUSED_MS;
}
