import { expect, test } from 'vitest';
import { nameServers } from './outside.ts';

test('name servers are read from resolv.conf, link-local ones left out', () => {
  const text =
    '# nameserver 9.9.9.9\nnameserver 10.0.0.2\nsearch example.com\nnameserver fe80::1%eth0\nnameserver ::1\n';
  expect(nameServers(text)).toEqual(['10.0.0.2', '::1']);
});
