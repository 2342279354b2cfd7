import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../failure.ts';

/** Bounds of a wait. */
export interface WaitBounds {
  readonly seconds: number;
  /** Aborted: the wait ends with its reason. */
  readonly signal: AbortSignal;
}

const pollEveryMs = 100;

/** Asks again and again until the answer is not `undefined`. Throws Failure with `what` when it takes too long. */
export async function waitFor<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  { seconds, signal }: WaitBounds,
): Promise<Answer> {
  const deadlineMs = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadlineMs)
      throw new Failure('PROOF_STUCK', `${what} did not happen within ${seconds} s`);
    await sleep(pollEveryMs, undefined, { signal });
  }
}
