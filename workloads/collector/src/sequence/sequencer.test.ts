import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aTrade } from '../testing/trades.ts';
import { Sequencer } from './sequencer.ts';

const limit = 1_000;

function drained(sequencer: Sequencer): number[] {
  const ids: number[] = [];
  sequencer.drain(({ trade }) => ids.push(trade.id) > 0);
  return ids;
}

function from(next: number): Sequencer {
  return new Sequencer({ next, fresh: false }, limit);
}

const page = (...ids: number[]) => ids.map((id) => aTrade(id, { backfill: true }));

describe('a sequencer', () => {
  test('hands trades on in the order of their ids', () => {
    const sequencer = from(1);
    for (const id of [2, 1, 4, 3]) sequencer.offer(aTrade(id));
    expect(drained(sequencer)).toEqual([1, 2, 3, 4]);
    expect(sequencer.next).toBe(5);
  });

  test('takes each trade once, before and after it was handed on', () => {
    const sequencer = from(1);
    expect([sequencer.offer(aTrade(1)), sequencer.offer(aTrade(1))]).toEqual(['Accepted', 'Duplicate']);
    expect(drained(sequencer)).toEqual([1]);
    expect(sequencer.offer(aTrade(1))).toBe('Duplicate');
  });

  test('stops at a hole', () => {
    const sequencer = from(1);
    for (const id of [1, 2, 6, 8]) sequencer.offer(aTrade(id));
    expect(drained(sequencer)).toEqual([1, 2]);
    expect([sequencer.next, sequencer.waits]).toEqual([3, true]);
  });

  test('goes on when REST fills the hole, and prefers what the stream brought', () => {
    const sequencer = from(1);
    sequencer.offer(aTrade(3));
    sequencer.fill(1, page(1, 2, 3, 4));
    const origins: [number, boolean][] = [];
    sequencer.drain(({ trade, backfill }) => origins.push([trade.id, backfill]) > 0);
    expect(origins).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, true],
    ]);
    expect(sequencer.waits).toBe(false);
  });

  test('passes over ids that REST does not have and tells which', () => {
    const sequencer = from(10);
    sequencer.offer(aTrade(15));
    sequencer.fill(10, page(11, 14, 15));
    const ids: number[] = [];
    const { skipped } = sequencer.drain(({ trade }) => ids.push(trade.id) > 0);
    expect(ids).toEqual([11, 14, 15]);
    expect(skipped).toEqual([
      { from: 10, to: 10 },
      { from: 12, to: 13 },
    ]);
  });

  test('believes the stream where REST has no trade', () => {
    const sequencer = from(1);
    sequencer.offer(aTrade(3));
    sequencer.fill(1, page(1, 5));
    expect(drained(sequencer)).toEqual([1, 3, 5]);
  });

  test('waits behind the newest trade of REST, for there may be more', () => {
    const sequencer = from(1);
    sequencer.offer(aTrade(5));
    sequencer.fill(1, page(1, 2));
    expect(drained(sequencer)).toEqual([1, 2]);
    expect([sequencer.next, sequencer.waits]).toEqual([3, true]);
  });

  test('keeps what the sink refuses', () => {
    const sequencer = from(1);
    for (const id of [1, 2, 3]) sequencer.offer(aTrade(id));
    const taken: number[] = [];
    const { refused } = sequencer.drain(({ trade }) => trade.id < 2 && taken.push(trade.id) > 0);
    expect([taken, refused, sequencer.next]).toEqual([[1], true, 2]);
    expect(drained(sequencer)).toEqual([2, 3]);
  });

  test('leaves trades to a later fill when too many wait', () => {
    const sequencer = new Sequencer({ next: 1, fresh: false }, 2);
    expect([5, 6, 7].map((id) => sequencer.offer(aTrade(id)))).toEqual(['Accepted', 'Accepted', 'Overflow']);
    sequencer.fill(1, page(1, 2, 3, 4, 5, 6, 7));
    expect(drained(sequencer)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('loses nothing where nothing was known before', () => {
    const sequencer = new Sequencer({ next: 0, fresh: true }, limit);
    sequencer.fill(0, page(90_000, 90_001));
    const ids: number[] = [];
    expect(sequencer.drain(({ trade }) => ids.push(trade.id) > 0).skipped).toEqual([]);
    expect(ids).toEqual([90_000, 90_001]);
  });

  test('ignores a page that was asked for before the stream went on', () => {
    const sequencer = from(1);
    for (const id of [1, 2, 3]) sequencer.offer(aTrade(id));
    expect(drained(sequencer)).toEqual([1, 2, 3]);
    sequencer.fill(1, page(1, 2, 3));
    expect(drained(sequencer)).toEqual([]);
    expect(sequencer.next).toBe(4);
  });
});

type Step =
  | { readonly kind: 'frame'; readonly at: number }
  | { readonly kind: 'page'; readonly size: number; readonly known: number }
  | { readonly kind: 'drain'; readonly room: number };

/** An exchange whose trades have these ids, rising and with holes of their own, and a sequencer that hears of them. */
class Scene {
  readonly emitted: number[] = [];
  readonly #sequencer = new Sequencer({ next: 1, fresh: false }, 8);
  readonly #truth: readonly number[];

  constructor(truth: readonly number[]) {
    this.#truth = truth;
  }

  frame(at: number): void {
    const id = this.#truth[at];
    if (id !== undefined) this.#sequencer.offer(aTrade(id));
  }

  /** A page of an exchange whose REST knows only the first trades as yet. */
  page(size: number, known: number): void {
    const { next } = this.#sequencer;
    const ids = this.#truth.slice(0, known).filter((id) => id >= next);
    this.#sequencer.fill(next, page(...ids.slice(0, size)));
  }

  drain(room: number): void {
    let left = room;
    this.#sequencer.drain(({ trade }) => {
      left -= 1;
      return left >= 0 && this.emitted.push(trade.id) > 0;
    });
  }

  play(step: Step): void {
    if (step.kind === 'frame') this.frame(step.at);
    if (step.kind === 'page') this.page(step.size, step.known);
    if (step.kind === 'drain') this.drain(step.room);
  }

  finish(): void {
    for (let before = -1; before !== this.#sequencer.next; ) {
      before = this.#sequencer.next;
      this.page(5, this.#truth.length);
      this.drain(Number.POSITIVE_INFINITY);
    }
  }
}

const truths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 40 }).map((distances) => {
  let id = 0;
  return distances.map((distance) => {
    id += distance;
    return id;
  });
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('frame' as const), at: fc.nat(39) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      size: fc.integer({ min: 1, max: 5 }),
      known: fc.nat(40),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drain' as const), room: fc.nat(6) }) },
);

test('in whatever order frames come, doubled or lost, each trade that exists is handed on once and in order', () => {
  fc.assert(
    fc.property(truths, fc.array(steps, { maxLength: 120 }), (truth, played) => {
      const scene = new Scene(truth);
      for (const step of played) scene.play(step);
      scene.finish();
      expect(scene.emitted).toEqual(truth);
    }),
    { numRuns: 500 },
  );
});
