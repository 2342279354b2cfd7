import { type BackoffShape, backoffMs } from '../time/backoff.ts';
import type { Clock, Random } from '../time/clock.ts';
import { sleep } from '../time/sleep.ts';
import { KubeError } from './kube-error.ts';
import type { KubeRequest } from './request.ts';
import type { Transport } from './transport.ts';

/** How a call is tried again. */
export interface RetryPolicy {
  readonly clock: Clock;
  readonly random: Random;
  /** Attempts in all, the first included. */
  readonly attempts: number;
  readonly backoff: BackoffShape;
  /** A longer `Retry-After` is left to the caller, so that a worker is not held for it. */
  readonly longestWaitMs: number;
}

/** Four attempts within some three seconds; waits of up to 10 s are obeyed on the spot. */
export const defaultRetries = {
  attempts: 4,
  backoff: { firstMs: 200, factor: 2, capMs: 2_000, jitter: 0.5 },
  longestWaitMs: 10_000,
} as const;

/**
 * How long to wait before the next attempt in milliseconds, or undefined to give up.
 *
 * | failure | idempotent call | other call |
 * |---|---|---|
 * | 429, 503 with Retry-After | after that time, if not too long | 429 only: the server did nothing |
 * | 429, 5xx, time-out, connection | backoff | no |
 * | anything else | no | no |
 */
export function retryDelayMs(
  policy: RetryPolicy,
  request: KubeRequest,
  error: KubeError,
  attempt: number,
): number | undefined {
  if (attempt >= policy.attempts || !isTransient(error)) return undefined;
  const untouched = error.code === 'KUBE_TOO_MANY_REQUESTS';
  if (!request.idempotent && !untouched) return undefined;
  if (error.retryAfterSeconds === undefined) return backoffMs(policy.backoff, attempt, policy.random);
  const askedMs = error.retryAfterSeconds * 1_000;
  return askedMs > policy.longestWaitMs ? undefined : askedMs * (1 + 0.1 * policy.random());
}

function isTransient(error: KubeError): boolean {
  switch (error.code) {
    case 'KUBE_TOO_MANY_REQUESTS':
    case 'KUBE_UNAVAILABLE':
    case 'KUBE_SERVER_ERROR':
    case 'KUBE_TIMEOUT':
    case 'KUBE_CONNECTION_FAILED':
    case 'KUBE_MALFORMED_RESPONSE':
      return true;
    default:
      return false;
  }
}

/** Tries calls again by the policy. Watches are not retried here: the reflector knows where to resume. */
export function retrying(inner: Transport, policy: RetryPolicy): Transport {
  return {
    open: (request) => inner.open(request),
    send: async (request) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inner.send(request);
        } catch (error) {
          const waitMs =
            error instanceof KubeError ? retryDelayMs(policy, request, error, attempt) : undefined;
          if (waitMs === undefined) throw error;
          await waitOrGiveUp(policy.clock, waitMs, request, error);
        }
      }
    },
  };
}

/** Waits; when the caller gives up meanwhile, the failure that was being waited out is the better answer. */
async function waitOrGiveUp(clock: Clock, ms: number, request: KubeRequest, failure: unknown): Promise<void> {
  const signal = request.signal ?? new AbortController().signal;
  await sleep(clock, ms, signal).catch(() => Promise.reject(failure));
}
