import { describe, expect, test } from 'vitest';
import { calmLag, calmRate, summaryOf } from './summary.ts';
import { anObserved, aView } from './testing/builders.ts';
import { aReport, settledWorld } from './testing/world.ts';

describe('numbers of the columns', () => {
  test.each([
    [0, '0'],
    [0.04, '0'],
    [0.456, '0.46'],
    [7.04, '7'],
    [48.7, '49'],
    [51.2, '51'],
    [1_234, '1200'],
    [98_765, '99000'],
  ])('a rate of %d a second reads %s', (rate, text) => {
    expect(calmRate(rate)).toBe(text);
  });

  test.each([
    [0, '<1s'],
    [0.99, '<1s'],
    [1.4, '1s'],
    [89, '89s'],
    [120, '2m'],
    [7_000, '2h'],
  ])('a lag of %d s reads %s', (seconds, text) => {
    expect(calmLag(seconds)).toBe(text);
  });

  test('add up the rates of collectors and take the largest lag of all; a silent shard adds nothing', () => {
    const settled = settledWorld(anObserved());
    const reports = new Map([
      ['a', aReport([], { eventsPerSecond: 10, lagSeconds: 3 })],
      ['b', aReport([], { eventsPerSecond: 15, lagSeconds: 7 })],
      ['c', { kind: 'Unavailable', what: 'ECONNREFUSED' } as const],
      ['d', aReport([], { eventsPerSecond: 99, lagSeconds: 1 }, 'processor')],
    ]);
    expect(summaryOf(aView({ ...settled, reports }))).toMatchObject({ eventsPerSecond: '25', lag: '7s' });
  });

  test('count pods that are wanted and not there as not ready', () => {
    expect(summaryOf(aView()).replicas).toBe('0/3');
  });
});
