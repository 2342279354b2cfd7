import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { issueAuthority, issueServing } from './certificates.ts';
import { faultOf } from './judge-pair.ts';
import { adapterHosts } from './keep-certificate.ts';

const now = new Date('2026-01-02T03:04:05Z');
const day = 86_400_000;
const after = (days: number) => new Date(now.getTime() + days * day);
const hosts = adapterHosts('pricecast-system');

const authority = await issueAuthority(now);
const serving = await issueServing(authority, hosts, now);

describe('a certificate of the adapter', () => {
  test('is valid for the name that the API server asks for, by the authority and for nothing else', () => {
    const certificate = new X509Certificate(serving.certificate);
    expect(certificate.checkHost('pricecast-adapter.pricecast-system.svc')).toBeDefined();
    expect(certificate.checkHost('kubernetes.default.svc')).toBeUndefined();
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
    expect([certificate.ca, certificate.keyUsage]).toEqual([false, ['1.3.6.1.5.5.7.3.1']]);
  });

  test.each([
    ['is good at first', serving, { authority, hosts, now }, undefined],
    ['is good for two thirds of its life', serving, { authority, hosts, now: after(59) }, undefined],
    ['is renewed after that', serving, { authority, hosts, now: after(61) }, /^it ends at/],
    ['is not believed before its time', serving, { authority, hosts, now: after(-1) }, /not valid yet/],
    ['is issued where there is none', undefined, { authority, hosts, now }, /there is none/],
    [
      'has to be for this namespace',
      serving,
      { authority, hosts: adapterHosts('other'), now },
      /not valid for/,
    ],
    [
      'has to have its own key',
      { ...serving, key: authority.key },
      { authority, hosts, now },
      /another certificate/,
    ],
    [
      'has to be readable',
      { ...serving, certificate: 'nonsense' },
      { authority, hosts, now },
      /cannot be read/,
    ],
    [
      'of an authority is good for years',
      authority,
      { authority: undefined, hosts: [], now: after(2_000) },
      undefined,
    ],
    ['of a server is no authority', serving, { authority: undefined, hosts: [], now }, /no authority/],
  ])('%s', (_, pair, wish, fault) => {
    const found = faultOf(pair, wish);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });

  test('has to be signed by the authority that there is now', async () => {
    const another = await issueAuthority(now);
    expect(faultOf(serving, { authority: another, hosts, now })).toMatch(/another authority/);
  });
});
