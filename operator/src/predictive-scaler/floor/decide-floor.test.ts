import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveHpa } from '../live-scaler.ts';
import { decideFloor } from './decide-floor.ts';
import { annotationsOf, floorMarkOf } from './floor-mark.ts';
import type { FloorWish } from './floor-wish.ts';

/** The HPA of a user, as it is after a step was written. */
const written = (hpa: LiveHpa, wish: FloorWish): LiveHpa => {
  const step = decideFloor('shop', hpa, wish);
  const annotations = Object.fromEntries(
    Object.entries(annotationsOf(step.mark)).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  return {
    ...hpa,
    metadata: { ...hpa.metadata, annotations },
    spec: { ...hpa.spec, minReplicas: step.minReplicas },
  };
};
const ofUser = (minReplicas: number | undefined, maxReplicas = 10): LiveHpa => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'market', uid: 'h' },
  spec: { maxReplicas, ...(minReplicas === undefined ? {} : { minReplicas }) },
});
const atLeast = (replicas: number): FloorWish => ({ kind: 'AtLeast', replicas });
const setBy = (hpa: LiveHpa, minReplicas: number): LiveHpa => ({
  ...hpa,
  spec: { ...hpa.spec, minReplicas },
});

const raised = written(ofUser(2), atLeast(6));

test.each<[string, LiveHpa, FloorWish, object]>([
  ['more pods raise it', ofUser(2), atLeast(6), { own: 2, minReplicas: 6, isChange: true }],
  ['fewer pods than the own ones change nothing', ofUser(2), atLeast(1), { minReplicas: 2, isChange: false }],
  [
    'it goes as far as the maxReplicas of the HPA',
    ofUser(2, 4),
    atLeast(9),
    { minReplicas: 4, isChange: true },
  ],
  ['an HPA without one has 1', ofUser(undefined), atLeast(3), { own: 1, minReplicas: 3 }],
  ['the same wish again writes nothing', raised, atLeast(6), { minReplicas: 6, isChange: false }],
  [
    'a smaller wish lowers it, not below the own',
    raised,
    atLeast(4),
    { own: 2, minReplicas: 4, isChange: true },
  ],
  ['what is not known keeps it', raised, { kind: 'Hold' }, { minReplicas: 6, isChange: false }],
  ['what is not known raises nothing', ofUser(2), { kind: 'Hold' }, { minReplicas: 2, isChange: false }],
  [
    'released, it is the own one and the mark is gone',
    raised,
    { kind: 'Release' },
    { minReplicas: 2, mark: undefined, isChange: true },
  ],
  [
    'a value that somebody else wrote is the new own one',
    setBy(raised, 3),
    atLeast(6),
    { own: 3, minReplicas: 6, wasReset: true, isChange: true },
  ],
  [
    'a value that somebody else wrote above the wish stays',
    setBy(raised, 8),
    atLeast(6),
    { own: 8, minReplicas: 8, mark: undefined, wasReset: true },
  ],
])('%s', (_name, hpa, wish, expected) => {
  expect(decideFloor('shop', hpa, wish)).toMatchObject(expected);
});

describe('whatever is wished, in whatever order', () => {
  const wishes: fc.Arbitrary<FloorWish> = fc.oneof(
    fc.integer({ min: 0, max: 40 }).map(atLeast),
    fc.constant<FloorWish>({ kind: 'Hold' }),
    fc.constant<FloorWish>({ kind: 'Release' }),
  );
  const own = fc.integer({ min: 1, max: 20 });

  test('it lies between the own minReplicas and the maxReplicas', () => {
    fc.assert(
      fc.property(own, fc.integer({ min: 0, max: 20 }), fc.array(wishes), (min, room, all) => {
        let hpa = ofUser(min, min + room);
        for (const wish of all) {
          hpa = written(hpa, wish);
          expect(hpa.spec?.minReplicas).toBeGreaterThanOrEqual(min);
          expect(hpa.spec?.minReplicas).toBeLessThanOrEqual(min + room);
        }
      }),
    );
  });

  test('releasing leaves the HPA exactly as it was', () => {
    fc.assert(
      fc.property(own, fc.array(wishes), (min, all) => {
        const before = ofUser(min, min + 30);
        const after = [...all, { kind: 'Release' } as const].reduce(written, before);
        expect(after.spec).toEqual(before.spec);
        expect(floorMarkOf(after)).toBeUndefined();
      }),
    );
  });
});
