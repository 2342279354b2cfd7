import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Pair } from './pair.ts';

/** Part of its life after which a certificate is renewed: early enough to try again for weeks. */
const renewAfter = 2 / 3;

/** What a pair has to be. */
export interface Wish {
  /** Host names that it has to be valid for; none for an authority. */
  readonly hosts: readonly string[];
  /** The authority that has to have signed it; undefined for one that signed itself. */
  readonly authority: Pair | undefined;
  readonly now: Date;
}

/** Why a stored pair has to be issued anew, for the log; undefined where it is good. */
export const faultOf = (pair: Pair | undefined, wish: Wish): string | undefined => {
  if (pair === undefined) return 'there is none';
  try {
    const certificate = new X509Certificate(pair.certificate);
    if (!certificate.checkPrivateKey(createPrivateKey(pair.key)))
      return 'the key is that of another certificate';
    return faultOfCertificate(certificate, wish);
  } catch (error) {
    return `it cannot be read: ${error instanceof Error ? error.message : 'unknown error'}`;
  }
};

const faultOfCertificate = (certificate: X509Certificate, wish: Wish): string | undefined => {
  const { hosts, authority, now } = wish;
  const [from, to] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()];
  if (now.getTime() < from) return 'it is not valid yet';
  if (now.getTime() > from + (to - from) * renewAfter) return `it ends at ${certificate.validTo}`;
  const missing = hosts.find((host) => certificate.checkHost(host) === undefined);
  if (missing !== undefined) return `it is not valid for ${missing}`;
  if (authority === undefined) return certificate.ca ? undefined : 'it is no authority';
  const issuer = new X509Certificate(authority.certificate);
  return certificate.verify(issuer.publicKey) ? undefined : 'it is signed by another authority';
};
