import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryHistoryStore } from '../testing/memory-history-store.ts';
import { mostSlots } from './slots.ts';
import { StoredHistory } from './stored-history.ts';

const slots = { stepMs: 10_000, originMs: 0 };
const owner = { namespace: 'shop', name: 'cart', uid: 'u1' };
const at = (slot: number) => slot * slots.stepMs + 1;
let store: MemoryHistoryStore;
let failures: string[];
let history: StoredHistory;

async function opened(own = slots): Promise<StoredHistory> {
  return new StoredHistory({
    ...{ store, owner, slots: own, kept: await store.load(owner) },
    loading: { take: (work) => work() },
    failed: (error) => failures.push(String(error)),
  });
}

/** One value for each slot before `end`, as a loop notes and keeps them. */
async function live(to: StoredHistory, from: number, end: number): Promise<void> {
  for (let slot = from; slot < end; slot += 1) {
    to.demand.note(at(slot), slot);
    const closed = to.demand.closeBefore(at(slot + 1));
    to.record((to.demand.nextSlot ?? 0) - closed.length, closed);
  }
  await new Promise(setImmediate);
}

const counting = (from: number, end: number) =>
  Array.from({ length: end - from }, (_, index) => from + index);
const whole = (of: StoredHistory) => of.withWhole(({ series }) => ({ ...series, values: series.values }));

beforeEach(async () => {
  store = new MemoryHistoryStore();
  failures = [];
  history = await opened();
  await live(history, 0, 1_000);
});

describe('a history that was put away', () => {
  test('holds nothing but what came since, knows how long it is, and is whole again for who needs it', async () => {
    history.putAway();
    expect([history.demand.atHand, history.demand.nextSlot, history.demand.seconds]).toEqual([
      0, 1_000, 10_000,
    ]);
    await live(history, 1_000, 1_003);
    expect(history.demand.series).toEqual({ firstSlot: 1_000, values: [1_000, 1_001, 1_002] });
    expect(() => history.demand.from(999)).toThrow('VALUES_PUT_AWAY');
    expect(await whole(history)).toEqual({ firstSlot: 0, values: counting(0, 1_003) });
  });

  test('stays whole while somebody needs it, and is put away afterwards', async () => {
    history.putAway();
    await history.withWhole(async ({ series }) => {
      history.putAway();
      expect(series.values).toHaveLength(1_000);
      expect(history.demand.isWhole).toBe(true);
    });
    history.putAway();
    expect(history.demand.isWhole).toBe(false);
  });

  test('gives out once what came while it was away, also when it is brought back in between', async () => {
    history.putAway();
    history.demand.note(at(1_000), 7);
    history.demand.note(at(1_001), 8);
    await whole(history);
    expect(history.demand.closeBefore(at(1_002))).toEqual([7, 8]);
  });

  test('takes in the past of a source, which is kept with the rest', async () => {
    history.putAway();
    const filled = await history.withWhole((demand) => {
      const count = demand.fill([{ at: at(-1), load: 5 }]);
      history.recordAll();
      return count;
    });
    expect(filled).toBe(1);
    await new Promise(setImmediate);
    expect((await store.load(owner))?.series.values.slice(0, 3)).toEqual([5, 0, 1]);
  });

  test('remembers no more than it would have at hand', async () => {
    await live(history, 1_000, mostSlots - 10);
    history.putAway();
    await live(history, mostSlots - 10, mostSlots + 40);
    expect(await whole(history)).toEqual({ firstSlot: 40, values: counting(40, mostSlots + 40) });
  });
});

describe('a store that is away', () => {
  test('is written everything that it missed; until then nothing more is put away', async () => {
    history.putAway();
    store.isAway = true;
    await live(history, 1_000, 1_300);
    history.putAway();
    expect(history.demand.atHand).toBe(300);
    store.isAway = false;
    await live(history, 1_300, 1_301);
    expect((await store.load(owner))?.series).toEqual({ firstSlot: 0, values: counting(0, 1_301) });
    history.putAway();
    expect(history.demand.atHand).toBe(0);
  });

  test('makes who needs the whole wait for another time', async () => {
    history.putAway();
    store.isAway = true;
    await expect(whole(history)).rejects.toThrow('away');
    store.isAway = false;
    expect((await whole(history)).values).toHaveLength(1_000);
  });

  test('and has lost everything leaves a gap, and says so', async () => {
    history.putAway();
    store.clear();
    await live(history, 1_000, 1_001);
    store.clear();
    expect((await whole(history)).values).toEqual([...new Array<null>(1_000).fill(null), 1_000]);
    expect(failures).toEqual(['Error: HISTORY_LOST: the store has no history any more']);
  });
});

test('what was kept on slots of another length is kept anew on those that are in use', async () => {
  const coarser = await opened({ stepMs: 20_000, originMs: 0 });
  await new Promise(setImmediate);
  expect((await store.load(owner))?.slots.stepMs).toBe(20_000);
  expect(coarser.demand.nextSlot).toBe(500);
});
