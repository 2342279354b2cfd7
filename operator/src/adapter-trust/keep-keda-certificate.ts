import { adapterNames } from '@pricecast/crds';
import type { CertificateStore } from './certificate-store.ts';
import { faultOf } from './judge-pair.ts';
import type { CertificatePorts } from './keep-certificate.ts';

/** What keeping the certificate of KEDA needs: `store` is that of the operator's namespace, `keda` that of KEDA's. */
export interface KedaCertificatePorts extends CertificatePorts {
  readonly keda: Pick<CertificateStore, 'read' | 'write'>;
}

/**
 * Sees to it that KEDA has a certificate by which the adapter knows it, and the authorities (PEM) by which it knows the
 * adapter. It lies in KEDA's namespace: whoever can read it there may ask for the numbers of every scaler. Throws
 * `KubeError`.
 */
export const keepKedaCertificate = async (
  { store, keda, issuer, log }: KedaCertificatePorts,
  authorities: string,
  now: Date,
  signal: AbortSignal,
): Promise<void> => {
  const name = adapterNames.kedaClientCertificate;
  const { pair: authority } = await store.read(adapterNames.certificateAuthority, signal);
  if (authority === undefined) return;
  const held = await keda.read(name, signal);
  const fault = faultOf(held.pair, { hosts: [], authority, now });
  if (fault === undefined && held.authorities === authorities) return;
  const pair =
    held.pair === undefined || fault !== undefined ? await issuer.client(authority, name, now) : held.pair;
  await keda.write(name, pair, authorities, signal);
  log.info('issued the certificate of KEDA', { why: fault ?? 'the authorities changed' });
};
