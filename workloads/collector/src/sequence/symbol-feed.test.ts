import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExchangeError } from '../exchange/exchange-error.ts';
import { FeedScene } from '../testing/feed-scene.ts';
import { aTrade } from '../testing/trades.ts';
import type { Position } from './position.ts';
import type { FilledPage } from './symbol-feed.ts';

const { start } = FeedScene;

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const behindFirst: Position = { lastId: 0, tradeTime: start };

describe('a feed begins', () => {
  test('behind its position, with what happened since then', () => {
    const scene = new FeedScene({ lastId: 5, tradeTime: start });
    scene.known = 8;
    scene.answer();
    expect(scene.emitted).toEqual([6, 7, 8]);
    expect(scene.anchored).toEqual([]);
  });

  test('behind the newest trade when it has no position, and says so', () => {
    const scene = new FeedScene(undefined);
    expect(scene.feed.anchored).toBe(false);
    scene.known = 8;
    scene.answer();
    expect(scene.anchored).toEqual([{ lastId: 8, tradeTime: start + 8 }]);
    scene.live(9);
    expect(scene.emitted).toEqual([9]);
  });

  test('with the first trade of all when the symbol has never traded', () => {
    const scene = new FeedScene(undefined);
    scene.answer();
    scene.known = 3;
    scene.live(3);
    scene.after(200).answer();
    expect(scene.emitted).toEqual([1, 2, 3]);
    expect(scene.skipped).toEqual([]);
  });
});

describe('a hole', () => {
  test('is left to frames that were overtaken for a moment, then filled by REST', () => {
    const scene = new FeedScene(behindFirst);
    scene.answer();
    scene.known = 4;
    scene.live(1, 4);
    expect(scene.after(100).answer()).toBe(0);
    expect(scene.after(100).answer()).toBe(1);
    expect(scene.emitted).toEqual([1, 2, 3, 4]);
    expect(scene.feed.behindSince).toBeUndefined();
  });

  test('stays open while REST is behind the stream, and is asked for again later', () => {
    const scene = new FeedScene(behindFirst);
    scene.answer();
    scene.live(1, 4);
    scene.known = 1;
    expect(scene.after(200).answer()).toBe(1);
    expect(scene.emitted).toEqual([1]);
    scene.known = 4;
    expect(scene.answer()).toBe(0);
    expect(scene.after(1_000).answer()).toBe(1);
    expect(scene.emitted).toEqual([1, 2, 3, 4]);
  });

  test('of many pages is filled page by page at once', () => {
    const scene = new FeedScene(behindFirst);
    scene.known = 95;
    expect(scene.answer(10)).toBe(10);
    expect(scene.emitted).toEqual(upTo(95));
  });

  test('that REST cannot fill for good is passed over and reported', () => {
    const scene = new FeedScene({ lastId: -1, tradeTime: 0 });
    scene.known = 2;
    scene.answer();
    const fed: FilledPage = { from: 3, trades: [aTrade(3), aTrade(7)], last: true, askedAt: start };
    scene.feed.filled(fed, start);
    expect(scene.emitted).toEqual([1, 2, 3, 7]);
    expect(scene.skipped).toEqual([4, 6]);
    expect(scene.feed.tally.skippedIds).toBe(3);
  });
});

describe('a queue without room', () => {
  test('stops stream and REST, and what was left out is asked for when there is room', () => {
    const scene = new FeedScene(behindFirst);
    scene.answer();
    scene.room = 2;
    scene.known = 6;
    scene.live(1, 2, 3, 4, 5, 6);
    expect(scene.emitted).toEqual([1, 2]);
    expect(scene.after(60_000).answer()).toBe(0);
    expect(scene.feed.behindSince).toBe(start);
    scene.makeRoom();
    scene.answer();
    expect(scene.emitted).toEqual([1, 2, 3, 4, 5, 6]);
    expect(scene.feed.behindSince).toBeUndefined();
  });
});

test('a page for which there is no room is no reason to wait once there is', () => {
  const scene = new FeedScene(behindFirst);
  scene.fillUp();
  scene.known = 50;
  scene.answer(10);
  expect(scene.emitted).toEqual([]);
  scene.makeRoom();
  scene.answer(10);
  expect(scene.emitted).toEqual(upTo(50));
});

describe('a silence', () => {
  test('is looked into, and makes a stall when REST goes on without the stream', () => {
    const scene = new FeedScene(behindFirst);
    scene.answer();
    for (const id of upTo(50)) scene.after(10).live(id);
    scene.known = 60;
    expect(scene.after(2_000).answer()).toBe(1);
    expect(scene.feed.stalled).toBe(false);
    scene.known = 70;
    expect(scene.after(1_000).answer()).toBe(1);
    expect(scene.feed.stalled).toBe(true);
    expect(scene.emitted).toEqual(upTo(70));
    scene.feed.opened(scene.now);
    expect(scene.feed.stalled).toBe(false);
  });

  test('of a quiet market is no stall', () => {
    const scene = new FeedScene(behindFirst);
    scene.answer();
    scene.known = 50;
    for (const id of upTo(50)) scene.after(10).live(id);
    for (let minutes = 0; minutes < 60; minutes += 1) scene.after(60_000).answer();
    expect(scene.feed.stalled).toBe(false);
  });
});

describe('an exchange', () => {
  test('that fails is asked again later and later', () => {
    const scene = new FeedScene(behindFirst);
    const pauses: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const failedAt = scene.now;
      scene.feed.failed(new ExchangeError('EXCHANGE_FAULTY', 'half an answer'), scene.now);
      while (scene.feed.need(scene.now) === undefined) scene.after(25);
      pauses.push(scene.now - failedAt);
    }
    expect(pauses.at(0)).toBeLessThan(300);
    expect(pauses.at(-1)).toBeGreaterThan(10_000);
    expect(scene.feed.trouble).toMatchObject({ error: { code: 'EXCHANGE_FAULTY' }, attempts: 8 });
    scene.answer();
    expect(scene.feed.trouble).toBeUndefined();
  });

  test('that asks for patience is left alone for so long', () => {
    const scene = new FeedScene(behindFirst);
    const until = start + 120_000;
    scene.feed.failed(new ExchangeError('RATE_LIMITED', 'too much', { retryAt: until }), start);
    expect(scene.feed.need(until - 1)).toBeUndefined();
    expect(scene.feed.need(until)).toBeDefined();
  });

  test('that counts anew is followed', () => {
    const scene = new FeedScene({ lastId: 90_000, tradeTime: start });
    scene.answer();
    scene.known = 25;
    for (const id of upTo(25)) scene.after(10).live(id);
    scene.answer();
    expect(scene.emitted).toEqual(upTo(25));
    expect(scene.anchored).toEqual([{ lastId: 0, tradeTime: start }]);
  });

  test('whose clock was put back is not taken for one that counts anew', () => {
    const scene = new FeedScene(behindFirst);
    scene.answer();
    scene.known = 3;
    scene.live(1, 2, 3);
    for (let turn = 0; turn < 30; turn += 1) {
      const late = aTrade(2, { receivedAt: scene.now });
      scene.feed.live({ ...late, trade: { ...late.trade, tradeTime: start + 5_000 } });
    }
    scene.answer();
    scene.live(4);
    expect(scene.emitted).toEqual([1, 2, 3, 4]);
    expect(scene.anchored).toEqual([]);
  });
});

type Step = (scene: FeedScene) => void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  // The stream may be ahead of REST, by what REST learns before the end.
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 60 }).map(
      (id): Step =>
        (scene) =>
          scene.live(id),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat(4).map(
      (count): Step =>
        (scene) => {
          scene.known = Math.min(60, scene.known + count);
        },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat(3_000).map(
      (pause): Step =>
        (scene) =>
          void scene.after(pause).answer(3),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>(
      (scene) => scene.feed.opened(scene.now),
      (scene) => scene.feed.failed(new ExchangeError('EXCHANGE_UNREACHABLE', 'gone'), scene.now),
      (scene) => scene.fillUp(),
      (scene) => scene.makeRoom(),
    ),
  },
);

test('whatever happens, each trade is handed on once and in order, and none is missing in the end', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 150 }), (played) => {
      const scene = new FeedScene(behindFirst);
      for (const step of played) step(scene);
      scene.makeRoom();
      scene.known = 60;
      for (let minutes = 0; minutes < 10; minutes += 1) scene.after(60_000).answer(7);
      expect(scene.emitted).toEqual(upTo(60));
      expect(scene.feed.behindSince).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
