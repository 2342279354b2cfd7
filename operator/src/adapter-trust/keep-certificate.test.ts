import { adapterNames } from '@pricecast/crds';
import { silentLog } from '@pricecast/kube';
import { describe, expect, test } from 'vitest';
import type { StoredPair } from './certificate-store.ts';
import { issueAuthority, issueClient, issueServing } from './certificates.ts';
import { adapterHosts, type CertificatePorts, keepCertificate } from './keep-certificate.ts';

const start = new Date('2026-01-02T03:04:05Z');
const after = (days: number) => new Date(start.getTime() + days * 86_400_000);
const signal = new AbortController().signal;
const hosts = adapterHosts('pricecast-system');

/** Two Secrets in memory, and what was written to them. */
const aStore = () => {
  const held = new Map<string, StoredPair>();
  const written: string[] = [];
  const store: CertificatePorts['store'] = {
    read: async (name) => held.get(name) ?? { pair: undefined, authorities: undefined },
    write: async (name, pair, authorities) => {
      held.set(name, { pair, authorities });
      written.push(name);
      return { apiVersion: 'v1', kind: 'Secret', metadata: { name } };
    },
  };
  const issuer = { authority: issueAuthority, serving: issueServing, client: issueClient };
  const keep = (now: Date) => keepCertificate({ store, issuer, log: silentLog }, hosts, now, signal);
  return { held, written, keep };
};

describe('keeping the certificate of the adapter', () => {
  test('issues an authority and a certificate, and then nothing', async () => {
    const { held, written, keep } = aStore();
    const trusted = await keep(start);
    expect(written).toEqual([adapterNames.certificateAuthority, adapterNames.servingCertificate]);
    expect(trusted).toBe(held.get(adapterNames.certificateAuthority)?.pair?.certificate);
    expect(await keep(after(30))).toBe(trusted);
    expect(written).toHaveLength(2);
  });

  test('renews the certificate and keeps the authority', async () => {
    const { written, keep } = aStore();
    const trusted = await keep(start);
    expect(await keep(after(61))).toBe(trusted);
    expect(written.slice(2)).toEqual([adapterNames.servingCertificate]);
  });

  test('trusts the old authority beside the new one until every adapter has the new certificate', async () => {
    const { held, keep } = aStore();
    const before = await keep(start);
    const trusted = await keep(after(2_600));
    expect(trusted).toContain(before.trim());
    expect(trusted.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(held.get(adapterNames.servingCertificate)?.authorities).toBe(trusted);
    expect(await keep(after(2_600))).toBe(trusted);
  });

  test('heals a Secret that somebody has emptied', async () => {
    const { held, keep } = aStore();
    const trusted = await keep(start);
    held.set(adapterNames.servingCertificate, { pair: undefined, authorities: undefined });
    expect(await keep(after(1))).toBe(trusted);
    expect(held.get(adapterNames.servingCertificate)?.pair).toBeDefined();
  });
});
