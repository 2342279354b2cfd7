import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sysctlChanges } from './sysctl-difference.ts';

test('what differs is written back, forwarding first because it resets others', () => {
  const before = {
    'kernel/panic': '0',
    'net/ipv4/conf/all/accept_redirects': '1',
    'net/ipv4/ip_forward': '0',
  };
  const now = { 'kernel/panic': '10', 'net/ipv4/conf/all/accept_redirects': '0', 'net/ipv4/ip_forward': '1' };
  expect(sysctlChanges(before, now)).toEqual([
    { name: 'net/ipv4/ip_forward', before: '0', now: '1' },
    { name: 'kernel/panic', before: '0', now: '10' },
    { name: 'net/ipv4/conf/all/accept_redirects', before: '1', now: '0' },
  ]);
});

test('counters, and parameters of links that came or went, are nobody’s change', () => {
  const before = {
    'net/netfilter/nf_conntrack_count': '3',
    'net/ipv4/conf/gone/forwarding': '0',
    'kernel/random/uuid': 'a',
  };
  const now = {
    'net/netfilter/nf_conntrack_count': '9',
    'net/ipv4/conf/cni0/forwarding': '1',
    'kernel/random/uuid': 'b',
  };
  expect(sysctlChanges(before, now)).toEqual([]);
});

test('writing the changes back leaves none', () => {
  const sysctls = fc.dictionary(
    fc.constantFrom('net/a', 'net/b', 'vm/c', 'net/ipv4/ip_forward'),
    fc.constantFrom('0', '1'),
  );
  fc.assert(
    fc.property(sysctls, sysctls, (before, now) => {
      const restored = {
        ...now,
        ...Object.fromEntries(sysctlChanges(before, now).map((change) => [change.name, change.before])),
      };
      expect(sysctlChanges(before, restored)).toEqual([]);
    }),
  );
});
