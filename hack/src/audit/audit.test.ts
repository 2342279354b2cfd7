import { describe, expect, test } from 'vitest';
import { type AuditEntry, parseAuditLog } from './audit-entry.ts';
import { changes, describeEntry, mostPerObject, turns } from './judgement.ts';

const line = JSON.stringify({
  verb: 'patch',
  user: {
    username: 'system:serviceaccount:pricecast-system:pricecast-operator',
    extra: { 'authentication.kubernetes.io/pod-name': ['operator-a'] },
  },
  objectRef: { resource: 'pricepipelines', subresource: 'status', namespace: 'demo', name: 'btc' },
  responseStatus: { metadata: {}, code: 200 },
  requestReceivedTimestamp: '2026-01-01T00:00:01.500000Z',
});

const entry = (over: Partial<AuditEntry>): AuditEntry => ({
  verb: 'patch',
  user: 'u',
  pod: 'a',
  resource: 'deployments',
  object: 'demo/x',
  code: 200,
  at: 0,
  ...over,
});

test('a line of the log becomes who did what to which object and when', () => {
  const [read] = parseAuditLog(`${line}\n\n`);
  expect(read && describeEntry(read)).toBe('operator-a patch pricepipelines/status demo/btc → 200');
  expect(read?.at).toBe(Date.UTC(2026, 0, 1, 0, 0, 1, 500));
});

test('a line that is no audit event is refused', () => {
  expect(() => parseAuditLog('{"verb": 3}\n')).toThrow();
});

test('leases, events and own status are no changes to the world', () => {
  const entries = ['leases', 'events', 'pricepipelines/status', 'services'].map((resource) =>
    entry({ resource }),
  );
  expect(changes(entries, ['pricepipelines/status']).map(({ resource }) => resource)).toEqual(['services']);
});

test('writes are counted for each object apart', () => {
  const entries = ['x', 'y', 'x'].map((object) => entry({ resource: 'pricepipelines/status', object }));
  expect(mostPerObject(entries, 'pricepipelines/status')).toBe(2);
  expect(mostPerObject([], 'pricepipelines/status')).toBe(0);
});

describe('turns of writers', () => {
  const rows: [string, Partial<AuditEntry>[], string[]][] = [
    [
      'a hand-over is two turns',
      [
        { pod: 'a', at: 1 },
        { pod: 'a', at: 2 },
        { pod: 'b', at: 3 },
      ],
      ['a', 'b'],
    ],
    [
      'two at once show as a third turn',
      [
        { pod: 'a', at: 1 },
        { pod: 'b', at: 2 },
        { pod: 'a', at: 3 },
      ],
      ['a', 'b', 'a'],
    ],
    [
      'the order is that of the requests',
      [
        { pod: 'b', at: 3 },
        { pod: 'a', at: 1 },
      ],
      ['a', 'b'],
    ],
    [
      'a lease renewal is no turn',
      [
        { pod: 'a', at: 1 },
        { pod: 'b', at: 2, resource: 'leases' },
      ],
      ['a'],
    ],
  ];
  test.each(rows)('%s', (_, entries, order) => {
    expect(turns(entries.map(entry))).toEqual(order);
  });
});
