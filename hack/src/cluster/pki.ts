import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import {
  type Authority,
  authorities,
  type Certificate,
  certificates,
  extensionsOf,
  subjectOf,
} from './certificates.ts';
import type { Layout } from './layout.ts';

/** Ten years: a development cluster is thrown away long before, so nothing renews these. */
const days = '3650';

/** File of a certificate below `pki`. */
export function certificateFile(pki: string, name: string): string {
  return join(pki, `${name}.crt`);
}

/** File of a private key below `pki`. */
export function keyFile(pki: string, name: string): string {
  return join(pki, `${name}.key`);
}

/** Whether all keys and certificates are there; they appear together. */
export function pkiIsComplete(layout: Layout): boolean {
  return existsSync(layout.pki);
}

/** Makes all authorities, keys and certificates with openssl in a side folder and puts it in place as a whole. */
export async function createPki(layout: Layout): Promise<void> {
  const pki = `${layout.pki}.new`;
  await rm(pki, { recursive: true, force: true });
  await mkdir(pki, { recursive: true, mode: 0o700 });
  await Promise.all(authorities.map((name) => createAuthority(pki, name)));
  await Promise.all(certificates.map((certificate) => createCertificate(pki, certificate)));
  await createServiceAccountKey(pki);
  await rename(pki, layout.pki);
}

async function createAuthority(pki: string, name: Authority): Promise<void> {
  await createKey(pki, name);
  await openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    keyFile(pki, name),
    '-out',
    certificateFile(pki, name),
    '-days',
    days,
    '-subj',
    `/CN=pricecast-${name}`,
  );
}

async function createCertificate(pki: string, certificate: Certificate): Promise<void> {
  const { name, authority } = certificate;
  const request = join(pki, `${name}.csr`);
  const extensions = join(pki, `${name}.ext`);
  await createKey(pki, name);
  await writeFile(extensions, extensionsOf(certificate));
  await openssl('req', '-new', '-key', keyFile(pki, name), '-out', request, '-subj', subjectOf(certificate));
  const signer = ['-CA', certificateFile(pki, authority), '-CAkey', keyFile(pki, authority)];
  // Random serials, not a serial file: certificates of one authority are signed at the same time.
  const serial = `0x${crypto.randomUUID().replaceAll('-', '').slice(0, 30)}`;
  await openssl(
    'x509',
    '-req',
    '-in',
    request,
    ...signer,
    '-set_serial',
    serial,
    '-out',
    certificateFile(pki, name),
    '-days',
    days,
    '-extfile',
    extensions,
  );
  await Promise.all([rm(request), rm(extensions)]);
}

async function createServiceAccountKey(pki: string): Promise<void> {
  await createKey(pki, 'service-account');
  await openssl(
    'pkey',
    '-in',
    keyFile(pki, 'service-account'),
    '-pubout',
    '-out',
    join(pki, 'service-account.pub'),
  );
}

async function createKey(pki: string, name: string): Promise<void> {
  await openssl('ecparam', '-genkey', '-noout', '-name', 'prime256v1', '-out', keyFile(pki, name));
}

async function openssl(...words: string[]): Promise<void> {
  await execa('openssl', words);
}
