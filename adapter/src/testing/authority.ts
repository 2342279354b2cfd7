import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate of a test says. */
export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
  readonly usage?: 'clientAuth' | 'serverAuth';
  readonly isAuthority?: boolean;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const openssl = (words: readonly string[]) => execFileSync('openssl', [...words], { stdio: 'pipe' });

/** A certificate authority that signs what a test wants, by openssl. Everything is valid for a day. */
export class Authority implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'adapter-authority-'));
  readonly pair: Pair;

  constructor(commonName: string) {
    const [key, cert] = [this.#file('ca.key'), this.#file('ca.crt')];
    const subject = ['-subj', `/CN=${commonName}`, '-addext', 'basicConstraints=critical,CA:TRUE'];
    openssl(['req', '-x509', '-days', '1', ...newKey, ...subject, '-keyout', key, '-out', cert]);
    this.pair = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  }

  /** Signs a certificate for loopback with a new key. */
  sign({ commonName, organization, usage = 'clientAuth', isAuthority = false }: Subject): Pair {
    const [key, request, cert, extensions] = ['leaf.key', 'leaf.csr', 'leaf.crt', 'leaf.ext'].map((name) =>
      this.#file(name),
    ) as [string, string, string, string];
    const subject = `${organization === undefined ? '' : `/O=${organization}`}/CN=${commonName}`;
    openssl(['req', ...newKey, '-subj', subject, '-keyout', key, '-out', request]);
    const lines = [
      `basicConstraints=critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}`,
      ...(isAuthority ? [] : [`extendedKeyUsage=${usage}`]),
      'subjectAltName=IP:127.0.0.1,DNS:localhost',
    ];
    writeFileSync(extensions, lines.join('\n'));
    const by = ['-CA', this.#file('ca.crt'), '-CAkey', this.#file('ca.key'), '-CAcreateserial'];
    openssl(['x509', '-req', '-days', '1', '-in', request, ...by, '-extfile', extensions, '-out', cert]);
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
