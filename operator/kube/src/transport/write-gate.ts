import { KubeError } from './kube-error.ts';
import { callName, isWrite, type KubeRequest } from './request.ts';
import type { Transport } from './transport.ts';

/** Says whether this process may still write. */
export interface WriteGate {
  /** True while writing is allowed at this very moment; it looks at the clock, not at a timer's memory. */
  isOpen(): boolean;
  /** Aborts when the gate shuts for good, so that calls in flight are given up. */
  readonly signal: AbortSignal;
}

/** A gate for processes that run without leader election. */
export function openGate(): WriteGate {
  const { signal } = new AbortController();
  return { isOpen: () => true, signal };
}

/**
 * Lets a write pass only while the gate is open and aborts writes in flight when it shuts; reads always pass.
 * It wraps the single attempt, inside the retries, so that every attempt is asked anew.
 */
export function gated(inner: Transport, gate: WriteGate): Transport {
  return {
    open: (request) => inner.open(request),
    send: (request) => (isWrite(request) ? sendWrite(inner, gate, request) : inner.send(request)),
  };
}

function sendWrite(inner: Transport, gate: WriteGate, request: KubeRequest): Promise<unknown> {
  if (!gate.isOpen()) return Promise.reject(fenced(request));
  const controller = new AbortController();
  const shut = () => controller.abort(fenced(request));
  const giveUp = () => controller.abort(request.signal?.reason);
  if (request.signal?.aborted) giveUp();
  gate.signal.addEventListener('abort', shut, { once: true });
  request.signal?.addEventListener('abort', giveUp, { once: true });
  return inner.send({ ...request, signal: controller.signal }).finally(() => {
    gate.signal.removeEventListener('abort', shut);
    request.signal?.removeEventListener('abort', giveUp);
  });
}

function fenced(request: KubeRequest): KubeError {
  const call = callName(request);
  return new KubeError(`${call} was not sent, because this process does not hold the leader lease`, {
    code: 'KUBE_WRITE_FENCED',
    call,
    retryable: false,
  });
}
