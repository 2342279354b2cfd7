import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where a certificate authority and what it signed for a broker on loopback lie. */
export interface BrokerCertificates {
  /** Certificate of the authority in PEM: what clients trust. */
  readonly caFile: string;
  /** Key and certificate of the broker in one PEM file: what the broker shows. */
  readonly keystoreFile: string;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];

/** Makes an authority and a certificate for 127.0.0.1 with the machine's openssl (3.0 or later). */
export async function makeBrokerCertificates(directory: string): Promise<BrokerCertificates> {
  const file = (name: string) => join(directory, name);
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-subj',
    '/CN=ca',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
  );
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-addext', 'subjectAltName=IP:127.0.0.1'];
  const output = ['-keyout', file('broker.key'), '-out', file('broker.pem')];
  await openssl('req', '-x509', ...newKey, ...signed, '-subj', '/CN=broker', ...output);
  const [key, certificate] = await Promise.all([readFile(file('broker.key')), readFile(file('broker.pem'))]);
  await writeFile(file('keystore.pem'), Buffer.concat([key, certificate]), { mode: 0o600 });
  return { caFile: file('ca.pem'), keystoreFile: file('keystore.pem') };
}

async function openssl(...args: readonly string[]): Promise<void> {
  await promisify(execFile)('openssl', args);
}
