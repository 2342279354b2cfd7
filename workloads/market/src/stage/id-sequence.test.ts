import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdSequence } from './id-sequence.ts';

/** Ids near one another, so that they repeat, skip and overtake. */
const arrivals = fc.array(fc.integer({ min: 100, max: 160 }), { maxLength: 200 });

function take(sequence: IdSequence, id: number): boolean {
  const isNew = sequence.isNew(id);
  if (isNew) sequence.add(id);
  return isNew;
}

describe('an id sequence', () => {
  test('takes each id once, whatever comes twice, too early or too late', () => {
    fc.assert(
      fc.property(arrivals, (ids) => {
        const sequence = new IdSequence();
        const first = ids[0] ?? 0;
        const seen = new Set<number>();
        for (const id of ids) {
          // What lies before the first id cannot be told from what was consumed long ago.
          expect(sequence.isNew(id)).toBe(id >= first && !seen.has(id));
          take(sequence, id);
          seen.add(id);
        }
      }),
    );
  });

  test('goes on from its state as if it had never stopped', () => {
    fc.assert(
      fc.property(arrivals, arrivals, (before, after) => {
        const one = new IdSequence();
        for (const id of before) take(one, id);
        const other = new IdSequence(JSON.parse(JSON.stringify(one.state())));
        expect(after.map((id) => take(other, id))).toEqual(after.map((id) => take(one, id)));
      }),
    );
  });

  test('stays bounded when every other id is missing', () => {
    const sequence = new IdSequence();
    for (let id = 0; id < 10_000; id += 2) sequence.add(id);
    expect(JSON.stringify(sequence.state()).length).toBeLessThan(5_000);
    expect(sequence.isNew(9_997)).toBe(true);
    expect(sequence.isNew(1)).toBe(false);
  });

  test('goes on after an id from nowhere', () => {
    const sequence = new IdSequence();
    for (const id of [7, 2 ** 52, 8, 9]) {
      expect(sequence.isNew(id)).toBe(true);
      sequence.add(id);
    }
    expect(sequence.isNew(8)).toBe(false);
    expect(sequence.isNew(10)).toBe(true);
  });
});
