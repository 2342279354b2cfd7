import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignSticky, type GroupMemberClaim } from './sticky-assignment.ts';

const partitions = (count: number) => Array.from({ length: count }, (_, index) => `trades/${index}`);
const fresh = (...names: readonly string[]): GroupMemberClaim[] =>
  names.map((memberId) => ({ memberId, owned: [] }));

/** The group after a change of its members: those who stay claim what they had. */
function next(shares: ReadonlyMap<string, readonly string[]>, members: readonly string[], count: number) {
  const claims = members.map((memberId) => ({ memberId, owned: shares.get(memberId) ?? [] }));
  return assignSticky(claims, partitions(count));
}

const moved = (
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
) =>
  [...after].flatMap(([member, share]) => share.filter((one) => !before.get(member)?.includes(one))).length;

describe('assignSticky', () => {
  test('one member has everything', () => {
    expect(assignSticky(fresh('a'), partitions(3))).toEqual(new Map([['a', partitions(3)]]));
  });

  test('12 partitions from one to three, five and one member: each step moves the fewest', () => {
    const one = assignSticky(fresh('a'), partitions(12));
    const three = next(one, ['a', 'b', 'c'], 12);
    const five = next(three, ['a', 'b', 'c', 'd', 'e'], 12);
    const last = next(five, ['e'], 12);
    expect([moved(one, three), moved(three, five), moved(five, last)]).toEqual([8, 4, 10]);
  });

  test('nothing moves when nothing changes', () => {
    const before = assignSticky(fresh('a', 'b', 'c'), partitions(10));
    expect(moved(before, next(before, ['c', 'a', 'b'], 10))).toBe(0);
  });

  test('a partition that two members claim goes to one of them', () => {
    const claims = ['a', 'b'].map((memberId) => ({ memberId, owned: ['trades/0'] }));
    const shares = assignSticky(claims, partitions(2));
    expect([...shares.values()].flat().sort()).toEqual(partitions(2));
  });

  test('a claim on a partition that is gone counts for nothing', () => {
    const shares = assignSticky([{ memberId: 'a', owned: ['trades/9'] }], partitions(1));
    expect(shares.get('a')).toEqual(['trades/0']);
  });

  test('whatever is claimed, each partition has one owner and shares differ by one at most', () => {
    const claim = fc.array(
      fc.nat(15).map((index) => `trades/${index}`),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(claim, { minLength: 1, maxLength: 6 }), fc.nat(14), (owned, count) => {
        const claims = owned.map((list, index) => ({ memberId: `m${index}`, owned: list }));
        const shares = [...assignSticky(claims, partitions(count)).values()];
        expect(shares.flat().sort()).toEqual(partitions(count).sort());
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
