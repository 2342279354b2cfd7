import { describe, expect, test } from 'vitest';
import { defaultBehavior, type HpaBehavior, renderedBehavior } from './behavior.ts';
import { HpaController } from './controller.ts';

const bounds = { min: 1, max: 100 };

/** Counts that a controller sets for proposals that come every 15 s. */
function counts(behavior: HpaBehavior, from: number, proposals: readonly (number | undefined)[]): number[] {
  const controller = new HpaController(behavior, bounds);
  let replicas = from;
  return proposals.map((proposal, index) => {
    replicas = controller.decide(index * 15, replicas, proposal);
    return replicas;
  });
}

describe('the defaults', () => {
  test('up by four pods or by as many as there are, whichever is more', () => {
    expect(counts(defaultBehavior, 2, [50, 50, 50, 50, 50])).toEqual([6, 12, 24, 48, 50]);
  });

  test('down only to the highest of the last five minutes', () => {
    const found = counts(defaultBehavior, 10, [10, ...new Array<number>(20).fill(4)]);
    expect(found.slice(0, 20)).toEqual(new Array<number>(20).fill(10));
    expect(found[20]).toBe(4);
  });

  test('bounds hold', () => {
    expect(counts(defaultBehavior, 60, [400])).toEqual([100]);
  });
});

test('what the operator renders jumps at once', () => {
  expect(counts(renderedBehavior, 1, [77])).toEqual([77]);
});

test('without a proposal the count stays', () => {
  expect(counts(defaultBehavior, 7, [undefined, undefined])).toEqual([7, 7]);
});

test('a disabled direction is not taken', () => {
  const behavior: HpaBehavior = {
    ...renderedBehavior,
    scaleUp: { ...renderedBehavior.scaleUp, selectPolicy: 'Disabled' },
  };
  expect(counts(behavior, 5, [9])).toEqual([5]);
});

test('the stricter of two policies can be chosen', () => {
  const scaleUp = { ...defaultBehavior.scaleUp, selectPolicy: 'Min' as const };
  expect(counts({ ...defaultBehavior, scaleUp }, 20, [90, 90])).toEqual([24, 28]);
});

test('what was removed in a period may be added again in it', () => {
  const scaleUp = {
    ...defaultBehavior.scaleUp,
    policies: [{ type: 'Pods' as const, value: 4, periodSeconds: 60 }],
  };
  const scaleDown = {
    ...renderedBehavior.scaleDown,
    stabilizationWindowSeconds: 0,
    policies: defaultBehavior.scaleDown.policies,
  };
  expect(counts({ scaleUp, scaleDown }, 20, [20, 8, 40, 40])).toEqual([20, 8, 24, 24]);
});

test('the count that is found at first is a recommendation like any other', () => {
  const found = counts(renderedBehavior, 10, new Array<number>(21).fill(4));
  expect([found[0], found[19], found[20]]).toEqual([10, 10, 4]);
});
