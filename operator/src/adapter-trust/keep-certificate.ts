import { adapterNames } from '@pricecast/crds';
import type { Log } from '@pricecast/kube';
import type { CertificateStore } from './certificate-store.ts';
import { faultOf } from './judge-pair.ts';
import type { Pair } from './pair.ts';

/** Makes certificates. A port, because it is heavy and needed once in weeks. */
export interface Issuer {
  authority(now: Date): Promise<Pair>;
  serving(authority: Pair, hosts: readonly string[], now: Date): Promise<Pair>;
  client(authority: Pair, commonName: string, now: Date): Promise<Pair>;
}

/** What keeping the certificate needs. */
export interface CertificatePorts {
  readonly store: Pick<CertificateStore, 'read' | 'write'>;
  readonly issuer: Issuer;
  readonly log: Log;
}

/**
 * Sees to it that the adapter has a certificate that is valid for a while yet, and returns the authorities that
 * clients have to trust in PEM. An authority that was replaced stays among them, until the adapter has loaded the new
 * certificate everywhere. Throws `KubeError`.
 */
export const keepCertificate = async (
  { store, issuer, log }: CertificatePorts,
  hosts: readonly string[],
  now: Date,
  signal: AbortSignal,
): Promise<string> => {
  const { certificateAuthority, servingCertificate } = adapterNames;
  const held = await store.read(certificateAuthority, signal);
  const authorityFault = faultOf(held.pair, { hosts: [], authority: undefined, now });
  const authority =
    held.pair === undefined || authorityFault !== undefined ? await issuer.authority(now) : held.pair;
  const trusted = trustedBy(authority, held.pair);
  if (authorityFault !== undefined) {
    await store.write(certificateAuthority, authority, trusted, signal);
    log.info('issued an authority for the certificate of the adapter', { why: authorityFault });
  }
  const authorities = authorityFault === undefined ? (held.authorities ?? trusted) : trusted;
  const serving = await store.read(servingCertificate, signal);
  const servingFault = faultOf(serving.pair, { hosts, authority, now });
  if (servingFault === undefined && serving.authorities === authorities) return authorities;
  const pair =
    serving.pair === undefined || servingFault !== undefined
      ? await issuer.serving(authority, hosts, now)
      : serving.pair;
  await store.write(servingCertificate, pair, authorities, signal);
  log.info('issued the certificate of the adapter', { why: servingFault ?? 'the authorities changed' });
  return authorities;
};

const trustedBy = (authority: Pair, before: Pair | undefined): string =>
  before === undefined || before.certificate === authority.certificate
    ? authority.certificate
    : `${authority.certificate.trimEnd()}\n${before.certificate}`;

/** Host names under which the API server and clients in the cluster reach the adapter. */
export const adapterHosts = (namespace: string): string[] => {
  const host = `${adapterNames.workload}.${namespace}.svc`;
  return [host, `${host}.cluster.local`, `${adapterNames.workload}.${namespace}`];
};
