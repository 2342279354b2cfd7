import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { ShownCertificate } from '../access/certificate-chain.ts';

/** What a connection has shown. */
export interface ShownByConnection {
  /** Absent where none was shown or TLS could not verify it. */
  readonly certificate: ShownCertificate | undefined;
  readonly showedCertificate: boolean;
}

/** Longest chain that a client is listened to for. */
const mostCertificates = 8;

/** The certificate of a connection, with what the client sent to explain it. */
export function shownBy(socket: TLSSocket): ShownByConnection {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return { certificate: undefined, showedCertificate: false };
  if (!socket.authorized) return { certificate: undefined, showedCertificate: true };
  const others = chainOf(socket.getPeerCertificate(true)).slice(1);
  return { certificate: { leaf, others }, showedCertificate: true };
}

/** The list as Node links it: issuer after issuer, a root pointing to itself. None of the links was verified. */
function chainOf(leaf: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.raw !== undefined && !seen.has(next) && chain.length < mostCertificates) {
    seen.add(next);
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate;
  }
  return chain;
}
