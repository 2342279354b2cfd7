import { nat, property, record, assert as thatAlways } from 'fast-check';
import { expect, test } from 'vitest';
import { flowBetween, type QueueLook } from './queue-look.ts';

const counts = record({ waiting: nat(1_000), pushed: nat(1_000), share: nat(100) });
const look = (change: Partial<QueueLook>): QueueLook => ({
  at: 0,
  length: undefined,
  pushed: undefined,
  served: undefined,
  ...change,
});

test('whichever counter there is, the flow is the same', () => {
  thatAlways(
    property(counts, ({ waiting, pushed, share }) => {
      const served = Math.floor(((waiting + pushed) * share) / 100);
      const length = waiting + pushed - served;
      const between = (before: Partial<QueueLook>, now: Partial<QueueLook>) =>
        flowBetween(look({ ...before, length: waiting }), look({ ...now, length, at: 10_000 }));
      const byPushed = between({ pushed: 7 }, { pushed: 7 + pushed });
      const byServed = between({ served: 9 }, { served: 9 + served });
      expect(byPushed?.load).toBeCloseTo(pushed / 10, 9);
      expect(byServed?.load).toBeCloseTo(pushed / 10, 9);
      expect(byPushed?.work?.served).toBeCloseTo(served / 10, 9);
      expect(byServed?.work?.served).toBeCloseTo(served / 10, 9);
    }),
  );
});

test.each([
  ['no time has passed', look({ pushed: 1 }), look({ pushed: 2 })],
  ['only the length is known', look({ length: 1 }), look({ length: 9, at: 1_000 })],
  ['a counter was unknown before', look({ length: 1 }), look({ length: 9, pushed: 9, at: 1_000 })],
])('there is no flow where %s', (_, before, now) => {
  expect(flowBetween(before, now)).toBeUndefined();
});
