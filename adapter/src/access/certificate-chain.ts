import type { X509Certificate } from 'node:crypto';

/** A certificate that a client has shown, and what it sent to explain it. */
export interface ShownCertificate {
  readonly leaf: X509Certificate;
  /** Certificates that may lead from the leaf to an authority; nothing in them is believed unchecked. */
  readonly others: readonly X509Certificate[];
}

const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUsage = '2.5.29.37.0';
/** Most certificates between a leaf and its authority. */
const longestChain = 5;

/**
 * Whether an unbroken chain of signatures leads from the leaf to one of these authorities, everything in it is
 * valid at `now` and the leaf may be a client's. TLS has checked the chain before, but against all authorities at
 * once; this says which of them it was.
 */
export function isSignedBy(
  { leaf, others }: ShownCertificate,
  authorities: readonly X509Certificate[],
  now: number,
): boolean {
  if (!mayBeClient(leaf)) return false;
  let current = leaf;
  for (let length = 0; length <= longestChain; length += 1) {
    if (!isValidAt(current, now)) return false;
    const certificate = current;
    if (authorities.some((authority) => isValidAt(authority, now) && signed(authority, certificate)))
      return true;
    const next = others.find((other) => other.ca && signed(other, certificate));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

/**
 * What was found out about pairs of certificates. A signature costs more than all the rest of an answer, and a caller
 * asks with the same certificate for as long as its connection stands.
 */
const judged = new WeakMap<X509Certificate, WeakMap<X509Certificate, boolean>>();

function signed(issuer: X509Certificate, certificate: X509Certificate): boolean {
  const known = judged.get(certificate) ?? new WeakMap<X509Certificate, boolean>();
  judged.set(certificate, known);
  const before = known.get(issuer);
  if (before !== undefined) return before;
  const holds = certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  known.set(issuer, holds);
  return holds;
}

const isValidAt = ({ validFromDate, validToDate }: X509Certificate, now: number): boolean =>
  validFromDate.getTime() <= now && now <= validToDate.getTime();

/** Without the extension every use is allowed, as Go's verifier has it. */
function mayBeClient({ keyUsage }: X509Certificate): boolean {
  return keyUsage === undefined || keyUsage.includes(clientAuth) || keyUsage.includes(anyUsage);
}

/** Whom a certificate names. */
export interface Subject {
  readonly commonName: string | undefined;
  readonly organizations: readonly string[];
}

const subjects = new WeakMap<X509Certificate, Subject>();

/** Common names and organisations of a certificate's subject. */
export function subjectOf(certificate: X509Certificate): Subject {
  const known = subjects.get(certificate) ?? readSubject(certificate);
  subjects.set(certificate, known);
  return known;
}

function readSubject({ subject }: X509Certificate): Subject {
  const lines = subject?.split('\n') ?? [];
  const valuesOf = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => unescaped(line.slice(key.length + 1)));
  return { commonName: valuesOf('CN').at(-1), organizations: valuesOf('O') };
}

/** Node writes subjects with the escapes of RFC 4514. */
const unescaped = (text: string): string => text.replace(/\\(["+,;<>\\ #=])/g, '$1');
