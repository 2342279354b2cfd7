import { describe, expect, test } from 'vitest';
import { AllowList, isSpecial } from './allow-list.ts';

describe('addresses of the list of an administrator', () => {
  test.each([
    ['an address of a network in the list', ['10.1.0.0/16'], '10.1.2.3', 9090, true],
    ['an address beside it', ['10.1.0.0/16'], '10.2.2.3', 9090, false],
    ['the port of an entry', ['10.1.2.3:9090'], '10.1.2.3', 9090, true],
    ['another port', ['10.1.2.3:9090'], '10.1.2.3', 22, false],
    ['IPv4 in the dress of IPv6', ['10.1.2.3'], '::ffff:10.1.2.3', 1, true],
    ['an address of IPv6 with a port', ['[fd12::1]:9090'], 'fd12::1', 9090, true],
    ['metadata under an entry for everything', ['0.0.0.0/0'], '169.254.169.254', 80, false],
    ['metadata in the dress of IPv6', ['0.0.0.0/0', '::/0'], '::ffff:169.254.169.254', 80, false],
    ['metadata by NAT64', ['::/0'], '64:ff9b::a9fe:a9fe', 80, false],
    ['this machine under an entry for everything', ['0.0.0.0/0', '::/0'], '::1', 80, false],
    ['metadata that is named itself', ['169.254.169.254:80'], '169.254.169.254', 80, true],
    ['this machine where it is named', ['127.0.0.0/8'], '127.0.0.1', 80, true],
    ['anything without a list', [], '10.1.2.3', 80, false],
  ])('%s', (_, entries, address, port, isAllowed) => {
    expect(AllowList.parse(entries).allowsAddress({ address, port })).toBe(isAllowed);
  });

  test.each([
    ['a host', ['db.example.com'], 'DB.example.com.', true],
    ['a host that ends alike', ['db.example.com'], 'mydb.example.com', false],
    ['a domain under a star', ['*.example.com'], 'a.b.example.com', true],
    ['the star does not cover the domain itself', ['*.example.com'], 'example.com', false],
    ['a domain that ends alike', ['*.example.com'], 'evilexample.com', false],
    ['another port', ['db.example.com:5432'], 'db.example.com', false],
  ])('%s', (_, entries, host, isAllowed) => {
    expect(AllowList.parse(entries).allowsHost(host, 9090)).toBe(isAllowed);
  });

  test.each(['10.0.0.0/33', '10.0.0.0/x', 'a b', 'http://x', '10.0.0.1:0', '10.0.0.1:99999', ''])(
    'refuses the entry "%s"',
    (entry) => {
      expect(() => AllowList.parse([entry])).toThrow('ALLOW_LIST_INVALID');
    },
  );

  test.each(['localhost', 'fe80::1', '0.0.0.0', '255.255.255.255', 'fd00:ec2::254', '::'])(
    '%s is nobody that a source may be',
    (address) => {
      expect(isSpecial(address)).toBe(true);
    },
  );
});
