import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatchQueue } from './batch-queue.ts';

const sizeOf = (message: string) => message.length;

describe('a batch queue', () => {
  test('refuses what would pass the bound of messages', () => {
    const queue = new BatchQueue({ messages: 2, bytes: 100 }, sizeOf);
    expect([queue.add('a'), queue.add('b'), queue.add('c')]).toEqual([true, true, false]);
    queue.drop(1);
    expect(queue.add('c')).toBe(true);
  });

  test('refuses what would pass the bound of bytes', () => {
    const queue = new BatchQueue({ messages: 100, bytes: 5 }, sizeOf);
    expect([queue.add('abc'), queue.add('def'), queue.add('gh')]).toEqual([true, false, true]);
    expect(queue.bytes).toBe(5);
  });

  test('hands out a message that is larger than a batch alone', () => {
    const queue = new BatchQueue({ messages: 100, bytes: 100 }, sizeOf);
    queue.add('0123456789');
    queue.add('a');
    expect(queue.peek({ messages: 10, bytes: 5 })).toEqual(['0123456789']);
  });
});

test('whatever is added and taken, everything accepted comes out once, in order and within the limits', () => {
  const word = fc.string({ maxLength: 6 });
  const step = fc.oneof(
    word.map((add) => ({ add })),
    fc.nat(5).map((take) => ({ take })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new BatchQueue({ messages: 12, bytes: 30 }, sizeOf);
      const model: string[] = [];
      for (const action of steps) {
        if ('add' in action) {
          const fits = model.length < 12 && model.join('').length + action.add.length <= 30;
          expect(queue.add(action.add)).toBe(fits);
          if (fits) model.push(action.add);
        } else {
          const batch = queue.peek({ messages: action.take, bytes: 10 });
          expect(batch).toEqual(model.slice(0, batch.length));
          expect(batch.length).toBeLessThanOrEqual(action.take);
          expect(batch.length <= 1 || batch.join('').length <= 10).toBe(true);
          queue.drop(batch.length);
          model.splice(0, batch.length);
        }
        expect([queue.messages, queue.bytes]).toEqual([model.length, model.join('').length]);
      }
    }),
  );
});
