import { describe, expect, test } from 'vitest';
import { requeueSeconds } from './requeue.ts';

const statusWith = (...types: readonly string[]) => ({
  conditions: types.map((type) => ({
    type,
    status: 'True' as const,
    reason: 'x',
    message: '',
    lastTransitionTime: '2026-01-02T03:04:05Z',
  })),
});

const rows: readonly (readonly [string, readonly string[], boolean, number])[] = [
  ['a ready pipeline is looked at when its numbers may be written again', ['Ready'], false, 30],
  ['one that starts is looked at often, for no watch shows brokers and reports', ['Reconciling'], false, 1],
  ['one whose topics were just made is looked at once more at once', ['Reconciling'], true, 0.2],
  ['one that needs help is looked at now and then', ['Stalled'], false, 10],
  ['one whose topics are refused is not hurried', ['Stalled'], true, 10],
  ['a suspended one is quiet', ['Paused'], false, 30],
];

describe('when a pipeline is looked at again', () => {
  test.each(rows)('%s', (_, types, topicsChanged, seconds) => {
    expect(requeueSeconds(statusWith(...types), topicsChanged)).toBe(seconds);
  });
});
