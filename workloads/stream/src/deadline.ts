import { setTimeout as wait } from 'node:timers/promises';
import { StreamError } from './stream-error.ts';

/** The outcome of `work`, or a rejection with KAFKA_FAILED when it takes longer: the client has lost its way then. */
export async function beforeDeadline<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  const giveUp = new AbortController();
  const deadline = wait(milliseconds, undefined, { signal: giveUp.signal }).then(
    () => {
      throw new StreamError('KAFKA_FAILED', `No answer within ${milliseconds / 1_000} s`);
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, deadline]);
  } finally {
    giveUp.abort();
  }
}
