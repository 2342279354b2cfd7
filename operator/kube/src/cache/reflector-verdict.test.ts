import { describe, expect, it } from 'vitest';
import { KubeError, type KubeErrorCode } from '../transport/kube-error.ts';
import { verdictOf } from './reflector-verdict.ts';

const failed = (code: KubeErrorCode) => new KubeError('x', { code, call: 'watch pods', retryable: true });

const rows: readonly { name: string; error: unknown; livedMs: number; verdict: string }[] = [
  { name: 'a clean close after a long life', error: undefined, livedMs: 300_000, verdict: 'Resume' },
  { name: 'a clean close at once', error: undefined, livedMs: 500, verdict: 'ResumeLater' },
  { name: 'silence', error: failed('KUBE_TIMEOUT'), livedMs: 75_000, verdict: 'ResumeLater' },
  {
    name: 'a broken connection',
    error: failed('KUBE_CONNECTION_FAILED'),
    livedMs: 5,
    verdict: 'ResumeLater',
  },
  {
    name: 'a line that is no event',
    error: failed('KUBE_MALFORMED_RESPONSE'),
    livedMs: 5,
    verdict: 'ResumeLater',
  },
  { name: 'too many requests', error: failed('KUBE_TOO_MANY_REQUESTS'), livedMs: 5, verdict: 'ResumeLater' },
  { name: 'an unavailable server', error: failed('KUBE_UNAVAILABLE'), livedMs: 5, verdict: 'ResumeLater' },
  { name: 'an expired version', error: failed('KUBE_EXPIRED'), livedMs: 5, verdict: 'Relist' },
  { name: 'an ERROR event', error: failed('KUBE_WATCH_ERROR'), livedMs: 90_000, verdict: 'Relist' },
  { name: 'a right that was taken away', error: failed('KUBE_FORBIDDEN'), livedMs: 5, verdict: 'Relist' },
  { name: 'a bug of ours', error: new TypeError('x'), livedMs: 5, verdict: 'Relist' },
];

describe('verdictOf', () => {
  for (const { name, error, livedMs, verdict } of rows) {
    it(`after ${name}: ${verdict}`, () => {
      expect(verdictOf(error, livedMs)).toBe(verdict);
    });
  }
});
