import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, mergeConditions, type ObservedCondition, setCondition } from './conditions.ts';

const before: Condition = {
  type: 'Ready',
  status: 'False',
  reason: 'Waiting',
  message: 'The broker is starting.',
  observedGeneration: 1,
  lastTransitionTime: '2026-01-01T00:00:00Z',
};
const later = { generation: 2, now: new Date('2026-01-01T00:05:00.250Z') };

describe('setCondition', () => {
  it('moves the transition time when the status changes', () => {
    const [ready] = setCondition(
      [before],
      { type: 'Ready', status: 'True', reason: 'Ok', message: 'All is well.' },
      later,
    );
    expect(ready?.lastTransitionTime).toBe('2026-01-01T00:05:00Z');
  });

  it('keeps the transition time when only reason, message or generation change', () => {
    const [ready] = setCondition([before], { ...before, reason: 'StillWaiting', message: 'No news.' }, later);
    expect(ready).toEqual({ ...before, reason: 'StillWaiting', message: 'No news.', observedGeneration: 2 });
  });

  it('adds a new type at the end and leaves the others alone', () => {
    const added = setCondition(
      [before],
      { type: 'Paused', status: 'True', reason: 'Asked', message: '.' },
      later,
    );
    expect(added.map(({ type }) => type)).toEqual(['Ready', 'Paused']);
    expect(added[0]).toBe(before);
  });

  it('cuts a message that is no sentence any more', () => {
    const [ready] = setCondition([], { ...before, message: 'x'.repeat(5_000) }, later);
    expect(ready?.message).toHaveLength(1_024);
  });
});

describe('mergeConditions', () => {
  const observed: fc.Arbitrary<ObservedCondition> = fc.record({
    type: fc.constantFrom('Ready', 'KafkaReady', 'Conflicted'),
    status: fc.constantFrom('True', 'False', 'Unknown'),
    reason: fc.constantFrom('A', 'B'),
    message: fc.string(),
  });
  const observations = fc.uniqueArray(observed, { selector: ({ type }) => type });

  it('drops types that are no longer observed', () => {
    expect(mergeConditions([before], [], later)).toEqual([]);
  });

  it('is the same when nothing new was observed, however much time has passed', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const first = mergeConditions([], seen, { generation: 1, now: new Date(0) });
        expect(mergeConditions(first, seen, { generation: 1, now: new Date(1e9) })).toEqual(first);
      }),
    );
  });

  it('moves exactly the transition times of the types whose status changed', () => {
    fc.assert(
      fc.property(observations, observations, (seen, next) => {
        const first = mergeConditions([], seen, { generation: 1, now: new Date(0) });
        const second = mergeConditions(first, next, { generation: 2, now: new Date(1e9) });
        for (const condition of second) {
          const old = first.find(({ type }) => type === condition.type);
          expect(condition.lastTransitionTime === old?.lastTransitionTime).toBe(
            condition.status === old?.status,
          );
          expect(condition.observedGeneration).toBe(2);
        }
      }),
    );
  });
});
