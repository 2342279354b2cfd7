import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock, settle } from '../testing/manual-clock.ts';
import { WorkQueue } from './work-queue.ts';

const noChance = () => 0;

function queueWithClock() {
  const clock = new ManualClock();
  return { clock, queue: new WorkQueue({ clock, random: noChance }) };
}

describe('WorkQueue', () => {
  it('hands out a key once however often it was added', async () => {
    const { queue } = queueWithClock();
    queue.add('a');
    queue.add('a');
    expect(await queue.get()).toBe('a');
    expect(queue.counts()).toEqual({ ready: 0, running: 1, delayed: 0 });
  });

  it('runs a key once more when it was added while it ran, and not before the worker let go', async () => {
    const { queue } = queueWithClock();
    queue.add('a');
    await queue.get();
    queue.add('a');
    queue.add('a');
    expect(queue.counts()).toEqual({ ready: 0, running: 1, delayed: 0 });
    queue.done('a');
    expect(queue.counts()).toEqual({ ready: 1, running: 0, delayed: 0 });
    await queue.get();
    queue.done('a');
    expect(queue.counts()).toEqual({ ready: 0, running: 0, delayed: 0 });
  });

  it('gives an edit the turn before the work of a start-up', async () => {
    const { queue } = queueWithClock();
    queue.add('start-1', 'Low');
    queue.add('start-2', 'Low');
    queue.add('edit');
    expect(await queue.get()).toBe('edit');
    expect(await queue.get()).toBe('start-1');
  });

  it('lifts a waiting key of a start-up when it is edited', async () => {
    const { queue } = queueWithClock();
    queue.add('first', 'Low');
    queue.add('second', 'Low');
    queue.add('second', 'High');
    expect(await queue.get()).toBe('second');
  });

  it('keeps the urgency of an edit that came while the key ran', async () => {
    const { queue } = queueWithClock();
    queue.add('a');
    await queue.get();
    queue.add('a', 'High');
    queue.add('a', 'Low');
    queue.add('b', 'High');
    queue.done('a');
    expect([await queue.get(), await queue.get()]).toEqual(['b', 'a']);
  });

  it('does not starve a start-up under steady edits', async () => {
    const { queue } = queueWithClock();
    queue.add('start', 'Low');
    const order: (string | undefined)[] = [];
    for (let edit = 0; edit < 40; edit++) {
      queue.add(`edit-${edit}`);
      queue.add(`more-${edit}`);
      order.push(await queue.get());
    }
    expect(order).toContain('start');
  });

  it('waits for the earliest of several due times', () => {
    const { queue, clock } = queueWithClock();
    queue.addAfter('a', 5_000);
    queue.addAfter('a', 1_000);
    queue.addAfter('a', 9_000);
    clock.jump(999);
    expect(queue.counts()).toEqual({ ready: 0, running: 0, delayed: 1 });
    clock.jump(1);
    expect(queue.counts()).toEqual({ ready: 1, running: 0, delayed: 0 });
    expect(clock.pending).toBe(0);
  });

  it('grows the delay of a failing key to the cap and begins anew after a success', () => {
    const { queue, clock } = queueWithClock();
    const delays = Array.from({ length: 20 }, () => {
      const ms = queue.retry('a');
      clock.jump(ms);
      queue.add('a');
      return ms;
    });
    expect(delays.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(delays.at(-1)).toBe(300_000);
    queue.forget('a');
    expect(queue.retry('a')).toBe(5);
  });

  it('takes up to a fifth off a delay by chance and never exceeds the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, chance) => {
          const queue = new WorkQueue({ clock: new ManualClock(), random: () => chance });
          let ms = 0;
          for (let failure = 0; failure < failures; failure++) ms = queue.retry('a');
          const full = Math.min(300_000, 5 * 2 ** (failures - 1));
          expect(ms).toBeLessThanOrEqual(full);
          expect(ms).toBeGreaterThanOrEqual(full * 0.8);
        },
      ),
    );
  });

  it('counts the waiting of a key from when workers began', () => {
    const { queue, clock } = queueWithClock();
    queue.add('a');
    clock.jump(600_000);
    queue.restartWaits();
    clock.jump(1_000);
    queue.add('b');
    expect(queue.oldestWaitMs()).toBe(1_000);
  });

  it('ends waiting workers and takes nothing in once it is closed', async () => {
    const { queue, clock } = queueWithClock();
    const waiting = queue.get();
    queue.addAfter('later', 10);
    queue.close();
    queue.add('a');
    clock.jump(100);
    await settle();
    expect(await waiting).toBeUndefined();
    expect(await queue.get()).toBeUndefined();
    expect(queue.counts()).toEqual({ ready: 0, running: 0, delayed: 0 });
  });
});
