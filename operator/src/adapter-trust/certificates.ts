import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Pair } from './pair.ts';

const curve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
/** An authority lives long: whoever trusts it has to be told of the next one. */
const authorityDays = 3_650;
const leafDays = 90;
/** Clocks differ, so what is issued is valid a little before it is. */
const backdatedMs = 3_600_000;

const lifetime = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - backdatedMs),
  notAfter: new Date(now.getTime() + days * day),
});

const generateKeys = () => crypto.subtle.generateKey(curve, true, ['sign', 'verify']);

const pemOfKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

const keyOfPem = async (pem: string): Promise<webcrypto.CryptoKey> => {
  const [der] = PemConverter.decode(pem);
  if (der === undefined) throw new TypeError('the key of the authority holds no PEM block');
  return await crypto.subtle.importKey('pkcs8', der, curve, true, ['sign']);
};

/** A certificate authority of our own: ECDSA on P-256, self-signed, able to sign certificates and nothing else. */
export const issueAuthority = async (now: Date): Promise<Pair> => {
  cryptoProvider.set(crypto);
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=pricecast adapter authority',
    ...lifetime(now, authorityDays),
    signingAlgorithm: curve,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await pemOfKey(keys.privateKey) };
};

/** A certificate for a server of these host names, signed by an authority. */
export const issueServing = (authority: Pair, hosts: readonly string[], now: Date): Promise<Pair> =>
  issueLeaf(authority, hosts[0] ?? '', now, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value }))),
  ]);

/** A certificate for a client of this name, signed by an authority. */
export const issueClient = (authority: Pair, commonName: string, now: Date): Promise<Pair> =>
  issueLeaf(authority, commonName, now, [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])]);

const issueLeaf = async (
  authority: Pair,
  commonName: string,
  now: Date,
  purpose: readonly Extension[],
): Promise<Pair> => {
  cryptoProvider.set(crypto);
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${commonName}`,
    issuer: new X509Certificate(authority.certificate).subject,
    ...lifetime(now, leafDays),
    signingAlgorithm: curve,
    publicKey: keys.publicKey,
    signingKey: await keyOfPem(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      ...purpose,
    ],
  });
  return { certificate: certificate.toString('pem'), key: await pemOfKey(keys.privateKey) };
};
