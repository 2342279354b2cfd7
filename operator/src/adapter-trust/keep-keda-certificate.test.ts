import { X509Certificate } from 'node:crypto';
import { adapterNames } from '@pricecast/crds';
import { silentLog } from '@pricecast/kube';
import { expect, test } from 'vitest';
import type { StoredPair } from './certificate-store.ts';
import { issueAuthority, issueClient, issueServing } from './certificates.ts';
import { keepKedaCertificate } from './keep-keda-certificate.ts';
import type { Pair } from './pair.ts';

const start = new Date('2026-01-02T03:04:05Z');
const after = (days: number) => new Date(start.getTime() + days * 86_400_000);
const signal = new AbortController().signal;
const authority = await issueAuthority(start);

/** Secrets of one namespace in memory. */
const aStore = (first?: Pair) => {
  let held: StoredPair = { pair: first, authorities: undefined };
  const written: StoredPair[] = [];
  return {
    written,
    read: async () => held,
    write: async (name: string, pair: Pair, authorities: string) => {
      held = { pair, authorities };
      written.push(held);
      return { apiVersion: 'v1', kind: 'Secret', metadata: { name } };
    },
  };
};

const aScene = (held: Pair | undefined) => {
  const keda = aStore();
  const issuer = { authority: issueAuthority, serving: issueServing, client: issueClient };
  const ports = { store: aStore(held), keda, issuer, log: silentLog };
  return { keda, keep: (now: Date, trusted = 'ca') => keepKedaCertificate(ports, trusted, now, signal) };
};

test('KEDA gets a certificate for clients alone, by the name that the adapter knows, and then nothing', async () => {
  const { keda, keep } = aScene(authority);
  await keep(start);
  await keep(after(30));
  const certificate = new X509Certificate(keda.written[0]?.pair?.certificate ?? '');
  expect([certificate.subject, certificate.keyUsage, certificate.ca]).toEqual([
    `CN=${adapterNames.kedaClientCertificate}`,
    ['1.3.6.1.5.5.7.3.2'],
    false,
  ]);
  expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
  expect(keda.written).toHaveLength(1);
});

test('it is renewed in time, and told of a new authority with the certificate that it has', async () => {
  const { keda, keep } = aScene(authority);
  await keep(start);
  await keep(after(1), 'ca and its successor');
  expect(keda.written[1]?.pair).toEqual(keda.written[0]?.pair);
  await keep(after(61), 'ca and its successor');
  expect(keda.written[2]?.pair).not.toEqual(keda.written[0]?.pair);
});

test('nothing is issued before there is an authority', async () => {
  const { keda, keep } = aScene(undefined);
  await keep(start);
  expect(keda.written).toEqual([]);
});
