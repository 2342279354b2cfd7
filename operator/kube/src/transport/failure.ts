import { DeadlineExceeded } from '../time/deadline.ts';
import { KubeError } from './kube-error.ts';

/**
 * The `KubeError` for a call that got no answer: its own deadline, the caller's signal, or the connection.
 * `signal` is the one that the call ran under.
 */
export function callFailure(call: string, error: unknown, signal: AbortSignal): KubeError {
  if (error instanceof KubeError) return error;
  if (signal.aborted) return abortFailure(call, signal.reason);
  const what = error instanceof Error ? error.message : String(error);
  return new KubeError(`${call} lost its connection: ${what}`, {
    code: 'KUBE_CONNECTION_FAILED',
    call,
    retryable: true,
    cause: error,
  });
}

function abortFailure(call: string, reason: unknown): KubeError {
  if (reason instanceof KubeError) return reason;
  if (reason instanceof DeadlineExceeded) {
    return new KubeError(`${call} got no answer within ${reason.deadlineMs} ms`, {
      code: 'KUBE_TIMEOUT',
      call,
      retryable: true,
      cause: reason,
    });
  }
  return new KubeError(`${call} was given up by its caller`, {
    code: 'KUBE_ABORTED',
    call,
    retryable: true,
    cause: reason,
  });
}
