import type { Clock } from './clock.ts';

/** The abort reason of work that took longer than it was given. */
export class DeadlineExceeded extends Error {
  readonly code = 'DEADLINE_EXCEEDED';
  readonly deadlineMs: number;

  constructor(deadlineMs: number) {
    super(`No answer within ${deadlineMs} ms`);
    this.name = 'DeadlineExceeded';
    this.deadlineMs = deadlineMs;
  }
}

/** How long work may take, and who else may end it. */
export interface DeadlineScope {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` with a signal that aborts at the deadline (reason `DeadlineExceeded`) or with the parent signal
 * (its reason). The listener is taken off again, so a parent that lives for days does not gather listeners.
 */
export async function withDeadline<T>(
  scope: DeadlineScope,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal: parent } = scope;
  const follow = () => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener('abort', follow, { once: true });
  const cancel = scope.clock.after(scope.ms, () => controller.abort(new DeadlineExceeded(scope.ms)));
  try {
    return await work(controller.signal);
  } finally {
    cancel();
    parent?.removeEventListener('abort', follow);
  }
}
