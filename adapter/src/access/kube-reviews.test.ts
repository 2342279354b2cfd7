import type { Transport } from '@pricecast/kube';
import { expect, test } from 'vitest';
import { kubeTokenReviews } from './kube-reviews.ts';

/** Counts what is sent; the test says when and what the API server answers. */
function aTransport(answer: () => Promise<unknown>) {
  const scene = { sent: 0 };
  const transport: Pick<Transport, 'send'> = {
    send: () => {
      scene.sent += 1;
      return answer();
    },
  };
  return { scene, transport: transport as Transport };
}

test('many that bring one token at the same time wait for one review', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const { scene, transport } = aTransport(() => promise);
  const reviews = kubeTokenReviews(transport, () => 1);
  const all = Promise.all([1, 2, 3].map(() => reviews.review('token')));
  resolve({ status: { authenticated: true, user: { username: 'hpa', groups: ['a'] } } });
  expect((await all).map((user) => user?.name)).toEqual(['hpa', 'hpa', 'hpa']);
  expect(scene.sent).toBe(1);
});

test('a review that failed is not remembered', async () => {
  let fails = true;
  const { scene, transport } = aTransport(async () => {
    if (fails) throw new Error('no answer');
    return { status: { authenticated: false } };
  });
  const reviews = kubeTokenReviews(transport, () => 1);
  await expect(reviews.review('token')).rejects.toThrow('no answer');
  fails = false;
  expect([await reviews.review('token'), scene.sent]).toEqual([undefined, 2]);
});
