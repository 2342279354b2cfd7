import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketTrade } from '../market/market-trade.ts';
import { seededRandom } from '../market/random.ts';
import { answer } from '../rest/reply.ts';
import { spoil } from './bad-values.ts';
import { faultOrderSchema, planAt, type StandingOrder, withOrder } from './fault-orders.ts';
import { type FaultPlan, noFaults } from './fault-plan.ts';
import { disturb, drawFate, type FrameFate } from './frame-faults.ts';
import { disturbReply } from './request-faults.ts';

const plan = (changes: Partial<FaultPlan>): FaultPlan => ({ ...noFaults, ...changes });

describe('fault orders', () => {
  const orders = (...given: readonly (readonly [unknown, number])[]) =>
    given.reduce<readonly StandingOrder[]>(
      (standing, [order, nowMs]) => withOrder(standing, faultOrderSchema.parse(order), nowMs),
      [],
    );

  test('add up, and the later one about the same fault counts', () => {
    expect(planAt(orders([{ drop: 0.1 }, 0], [{ stall: true }, 1], [{ drop: 0.2 }, 2]), 3)).toEqual(
      plan({ drop: 0.2, stall: true }),
    );
  });

  test('end by themselves, and what stood before counts again', () => {
    const both = orders([{ speed: 2 }, 0], [{ speed: 10, forSeconds: 5 }, 1_000]);
    expect(planAt(both, 5_999).speed).toBe(10);
    expect(planAt(both, 6_000).speed).toBe(2);
  });

  test.each([
    [{ drop: 1.5 }],
    [{ noise: 1 }],
    [{ rest: 'Sulk' }],
    [{ forSeconds: 0 }],
    [{ restStatus: 404 }],
  ])('like %j are refused', (order) => {
    expect(faultOrderSchema.safeParse(order).success).toBe(false);
  });
});

describe('frames', () => {
  const fates = (...given: FrameFate[]) => {
    const left = [...given];
    return () => left.shift() ?? 'Sent';
  };

  test.each<readonly [string, FrameFate[], readonly string[], readonly string[]]>([
    ['all go out in order without a fault', [], ['a', 'b', 'c'], []],
    ['a dropped one is missing', ['Sent', 'Dropped'], ['a', 'c'], []],
    ['a doubled one goes out twice', ['Doubled'], ['a', 'a', 'b', 'c'], []],
    ['a held one goes out behind the next', ['Held'], ['b', 'a', 'c'], []],
    ['a held one does not go out behind a dropped one', ['Held', 'Dropped'], ['c', 'a'], []],
    ['a held last one waits', ['Sent', 'Sent', 'Held'], ['a', 'b'], ['c']],
  ])('%s', (_, given, send, held) => {
    expect(disturb(['a', 'b', 'c'], [], fates(...given))).toMatchObject({ send, held });
  });

  test('that wait go out when nothing follows', () => {
    expect(disturb([], ['z'], fates())).toMatchObject({ send: ['z'], held: [] });
  });

  test('are neither lost nor invented unless they are dropped or doubled', () => {
    const anyFate = fc.constantFrom<FrameFate>('Sent', 'Dropped', 'Doubled', 'Held');
    fc.assert(
      fc.property(fc.array(anyFate), (given) => {
        const frames = given.map((fate, at) => `${fate}${at}`);
        const { send, held } = disturb(frames, [], fates(...given));
        const expected = frames.flatMap((frame) => {
          if (frame.startsWith('Dropped')) return [];
          return frame.startsWith('Doubled') ? [frame, frame] : [frame];
        });
        expect([...send, ...held].sort()).toEqual(expected.sort());
      }),
    );
  });

  test('meet their fates in the shares of the plan', () => {
    const random = seededRandom(5);
    const drawn = Array.from({ length: 10_000 }, () =>
      drawFate(plan({ drop: 0.1, duplicate: 0.2, reorder: 0.3 }), random),
    );
    const share = (fate: FrameFate) => drawn.filter((one) => one === fate).length / drawn.length;
    expect(share('Dropped')).toBeCloseTo(0.1, 1);
    expect(share('Doubled')).toBeCloseTo(0.2, 1);
    expect(share('Held')).toBeCloseTo(0.3, 1);
  });

  test('are all dropped in a stall', () => {
    expect(drawFate(plan({ stall: true }), seededRandom(5))).toBe('Dropped');
  });
});

describe('REST replies', () => {
  const real = answer([1, 2, 3]);
  const outcome = (changes: Partial<FaultPlan>) => disturbReply(real, plan(changes), 5_000, seededRandom(1));

  test('stay as they are without a fault or outside its share', () => {
    expect(outcome({})).toEqual({ kind: 'Reply', reply: real });
    expect(outcome({ rest: 'Error', restShare: 0 })).toEqual({ kind: 'Reply', reply: real });
  });

  test('may never come', () => {
    expect(outcome({ rest: 'Hang' })).toEqual({ kind: 'Hang' });
  });

  test.each<readonly [string, Partial<FaultPlan>, unknown]>([
    ['an error of the status that was ordered', { rest: 'Error', restStatus: 502 }, { status: 502 }],
    ['a page with status 200', { rest: 'Html' }, { status: 200, headers: { 'content-type': 'text/html' } }],
    ['JSON cut in the middle', { rest: 'Truncated' }, { status: 200, body: '[1,2' }],
    [
      '429 with the seconds to wait',
      { rest: 'Limited', retryAfterSeconds: 9 },
      { status: 429, headers: { 'retry-after': '9' }, body: expect.stringContaining('-1003') },
    ],
    [
      '418 with the end of the ban',
      { rest: 'Banned', retryAfterSeconds: 9 },
      { status: 418, headers: { 'retry-after': '9' }, body: expect.stringContaining('banned until 14000') },
    ],
  ])('may be %s', (_, changes, reply) => {
    expect(outcome(changes)).toMatchObject({ kind: 'Reply', reply });
  });
});

describe('values of trades', () => {
  const made: MarketTrade = { symbol: 'A', atMs: 0, price: '1', quantity: '2', buyerIsMaker: true, fills: 1 };

  test.each<readonly [FaultPlan['values'], string, string]>([
    ['Real', '1', '2'],
    ['Zero', '0', '0'],
    ['Negative', '-1.50000000', '-0.25000000'],
    ['TwentyDigits', '12345678901.123456789', '98765432109.987654321'],
    ['Tiny', '0.00000001', '0.00000001'],
    ['Huge', '1000000.00000000', '1000000.00000000'],
  ])('%s make price %s and quantity %s', (values, price, quantity) => {
    expect(spoil(made, plan({ values }), seededRandom(1))).toEqual({ ...made, price, quantity });
  });
});
