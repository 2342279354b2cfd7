import { expect, test } from 'vitest';
import { parseProcessTable, processAction, startTimeOf } from './record.ts';

const fields = (state: string) => `${state} 1 1 1 0 -1 4194560 1 0 0 0 7 2 0 0 20 0 9 0 221774 149766306 100`;

test.each([
  ['a plain name', `42 (etcd) ${fields('S')}`, '221774'],
  ['a name with blanks and parentheses', `42 (a) b (c) ${fields('R')}`, '221774'],
  ['a zombie, which is dead', `42 (etcd) ${fields('Z')}`, undefined],
])('start time of a process with %s', (_what, stat, expected) => {
  expect(startTimeOf(stat)).toBe(expected);
});

const record = { pid: 42, startTime: '1', fingerprint: 'wanted' };

test.each([
  ['nothing recorded', undefined, false, 'start'],
  ['recorded and dead', record, false, 'start'],
  ['alive as wanted', record, true, 'keep'],
  ['alive with another configuration', { ...record, fingerprint: 'old' }, true, 'restart'],
] as const)('%s: %4$s', (_what, recorded, alive, expected) => {
  expect(processAction(recorded, alive, 'wanted')).toBe(expected);
});

test('a table of another boot, or one that a crash cut off, counts as empty', () => {
  const table = { bootId: 'this', processes: { etcd: record } };
  expect(parseProcessTable(JSON.stringify(table), 'this')).toEqual(table);
  expect(parseProcessTable(JSON.stringify(table), 'next').processes).toEqual({});
  expect(parseProcessTable(JSON.stringify(table).slice(0, 30), 'this').processes).toEqual({});
  expect(parseProcessTable('', 'this')).toEqual({ bootId: 'this', processes: {} });
});
