import { describe, expect, test } from 'vitest';
import { routeOf } from '../metric-api/route.ts';
import { attributesOf } from './attributes.ts';
import { Authorizer, type Decided } from './authorizer.ts';
import type { User } from './user.ts';

const user: User = { name: 'hpa', groups: ['system:authenticated'], extra: {} };
const attributes = attributesOf({ kind: 'Groups' }, '/apis');

/** An authorizer whose clock and answers the test sets. */
function anAuthorizer(answer: () => Promise<boolean>) {
  const scene = { nowMs: 0, asked: 0, decided: [] as Decided[] };
  const reviews = {
    isAllowed: () => {
      scene.asked += 1;
      return answer();
    },
  };
  const decided = (how: Decided) => void scene.decided.push(how);
  return { scene, authorizer: new Authorizer({ reviews, decided, monotonicMs: () => scene.nowMs }) };
}

describe('an authorizer', () => {
  test('asks once for many that ask at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { scene, authorizer } = anAuthorizer(() => promise);
    const all = Promise.all([1, 2, 3].map(() => authorizer.isAllowed(user, attributes)));
    resolve(true);
    expect([await all, scene.asked]).toEqual([[true, true, true], 1]);
    expect(await authorizer.isAllowed(user, attributes)).toBe(true);
    expect(scene.decided).toEqual(['Shared', 'Shared', 'Allowed', 'Remembered']);
  });

  test.each([
    ['a grant', true, 29_000, 1],
    ['a grant', true, 31_000, 2],
    ['a denial', false, 9_000, 1],
    ['a denial', false, 11_000, 2],
  ] as const)(
    'believes %s of %s for its time: after %d ms it has asked %d times',
    async (_, answer, afterMs, times) => {
      const { scene, authorizer } = anAuthorizer(async () => answer);
      // The cache takes 0 for "no time known".
      scene.nowMs = 1;
      await authorizer.isAllowed(user, attributes);
      scene.nowMs += afterMs;
      expect(await authorizer.isAllowed(user, attributes)).toBe(answer);
      expect(scene.asked).toBe(times);
    },
  );

  test('rejects when the review cannot be had, and does not remember that', async () => {
    let fails = true;
    const { authorizer } = anAuthorizer(async () => {
      if (fails) throw new Error('no answer');
      return true;
    });
    await expect(authorizer.isAllowed(user, attributes)).rejects.toThrow('no answer');
    fails = false;
    expect(await authorizer.isAllowed(user, attributes)).toBe(true);
  });

  test('does not ask about those who may do everything', async () => {
    const { scene, authorizer } = anAuthorizer(async () => false);
    const master = { ...user, groups: ['system:masters'] };
    expect([await authorizer.isAllowed(master, attributes), scene.asked]).toEqual([true, 0]);
  });
});

describe('the attributes of a request', () => {
  const custom = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop';
  const external = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop';

  test.each([
    [
      'an object',
      `${custom}/deployments.apps/cart/rps`,
      { verb: 'get', resource: 'deployments.apps', subresource: 'rps', name: 'cart' },
    ],
    ['all pods', `${custom}/pods/%2A/rps`, { verb: 'get', resource: 'pods', subresource: 'rps', name: '*' }],
    ['the namespace', `${custom}/metrics/cost`, { verb: 'get', resource: 'metrics', name: 'cost' }],
    ['an external metric', `${external}/RPS`, { verb: 'list', resource: 'rps' }],
  ] as const)('about %s', (_, path, wanted) => {
    const {
      kind,
      group: __,
      version: ___,
      ...found
    } = attributesOf(routeOf(path), path) as { kind: string } & Record<string, string>;
    expect([kind, found]).toEqual(['Resource', { ...wanted, namespace: 'shop' }]);
  });

  test('about discovery are a path', () => {
    expect(attributesOf(routeOf('/apis'), '/apis')).toEqual({
      kind: 'NonResource',
      verb: 'get',
      path: '/apis',
    });
  });
});
