import type { BackoffShape } from '../time/backoff.ts';
import { isKubeError } from '../transport/kube-error.ts';

/** How a reflector goes on after a watch ended. */
export type Verdict =
  /** Watch again from the last version seen, at once. */
  | 'Resume'
  /** Watch again from the last version seen, after a backoff. */
  | 'ResumeLater'
  /** The last version is of no use: list again, after a backoff. */
  | 'Relist';

/** A watch that the server closed after a shorter life counts as a failure, else a flapping server is hammered. */
export const SHORT_LIFE_MS = 10_000;
/** Health for this long makes the next failure a first one again. */
export const HEALTHY_MS = 120_000;

/** Delays between attempts: 0.8 s doubling to 30 s, of which chance takes up to half. */
export const reflectorBackoff: BackoffShape = { firstMs: 800, factor: 2, capMs: 30_000, jitter: 0.5 };

/**
 * | the watch ended with | goes on by |
 * |---|---|
 * | a clean close after more than 10 s | Resume |
 * | a clean close sooner | ResumeLater |
 * | silence, a broken connection, garbage | ResumeLater |
 * | 429, 5xx or 401 as HTTP status | ResumeLater |
 * | 410, an ERROR event, versions that go back, anything else | Relist |
 */
export function verdictOf(error: unknown, livedMs: number): Verdict {
  if (error === undefined) return livedMs > SHORT_LIFE_MS ? 'Resume' : 'ResumeLater';
  const resumable = isKubeError(
    error,
    'KUBE_TIMEOUT',
    'KUBE_CONNECTION_FAILED',
    'KUBE_MALFORMED_RESPONSE',
    'KUBE_TOO_MANY_REQUESTS',
    'KUBE_UNAVAILABLE',
    'KUBE_UNAUTHORIZED',
  );
  return resumable ? 'ResumeLater' : 'Relist';
}
