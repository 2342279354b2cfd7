import { KubeError, type KubeObject } from '@pricecast/kube';
import { describe, expect, test } from 'vitest';
import { resources } from '../resources.ts';
import { StatusWriter } from './status-writer.ts';

const object = {
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'n', uid: 'u', labels: { x: 'y' } },
};
const signal = new AbortController().signal;

/** A writer whose decisions and clock the test sets, and what it sent. */
function aWriter(answer: () => Promise<KubeObject> = async () => object) {
  const sent: unknown[] = [];
  const ages: number[] = [];
  const clock = { seconds: 100 };
  const writer = new StatusWriter<object>({
    resource: resources.pricePipelines,
    client: {
      forceApplyStatus: async (_, body) => {
        sent.push(body);
        return { ...(await answer()) };
      },
    },
    ownWrites: { record: () => {} },
    decide: (stored, next, age) => {
      ages.push(age);
      return stored === next
        ? { kind: 'Skip' }
        : age < 10
          ? { kind: 'Later', waitSeconds: 10 - age }
          : { kind: 'Write' };
    },
    monotonicSeconds: () => clock.seconds,
  });
  return { writer, sent, ages, clock };
}

describe('the status writer', () => {
  test('sends identity and status alone, with the uid as a guard', async () => {
    const { writer, sent, clock } = aWriter();
    clock.seconds += 10;
    expect(await writer.write(object, { a: 1 }, signal)).toEqual({ kind: 'Written' });
    expect(sent).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Thing',
        metadata: { name: 'a', namespace: 'n', uid: 'u' },
        status: { a: 1 },
      },
    ]);
  });

  test('counts the age of an unknown object from its own start, and that of others from their last write', async () => {
    const { writer, ages, clock } = aWriter();
    clock.seconds += 4;
    expect(await writer.write(object, {}, signal)).toEqual({ kind: 'Postponed', seconds: 6 });
    clock.seconds += 6;
    await writer.write(object, {}, signal);
    clock.seconds += 3;
    await writer.write(object, {}, signal);
    expect(ages).toEqual([4, 10, 3]);
  });

  test('takes an object that is gone for skipped', async () => {
    const gone = new KubeError('gone', { code: 'KUBE_NOT_FOUND', call: 'patch', retryable: true });
    const { writer, clock } = aWriter(() => Promise.reject(gone));
    clock.seconds += 10;
    expect(await writer.write(object, {}, signal)).toEqual({ kind: 'Skipped' });
  });

  test('throws every other failure', async () => {
    const busy = new KubeError('busy', { code: 'KUBE_UNAVAILABLE', call: 'patch', retryable: true });
    const { writer, clock } = aWriter(() => Promise.reject(busy));
    clock.seconds += 10;
    await expect(writer.write(object, {}, signal)).rejects.toBe(busy);
  });
});
