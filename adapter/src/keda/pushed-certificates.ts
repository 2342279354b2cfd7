import type { experimental } from '@grpc/grpc-js';

type CertificateProvider = experimental.CertificateProvider;
type OnIdentity = Parameters<CertificateProvider['addIdentityCertificateListener']>[0];
type OnAuthority = Parameters<CertificateProvider['addCaCertificateListener']>[0];

/** Certificate, key and the authorities that may sign those of clients; all PEM. */
export interface GrpcSecrets {
  readonly cert: string;
  readonly key: string;
  readonly clientAuthorities: string;
}

/** Hands certificates to a gRPC server as they change. Before the first ones it takes no connection. */
export class PushedCertificates implements CertificateProvider {
  readonly #onIdentity = new Set<OnIdentity>();
  readonly #onAuthority = new Set<OnAuthority>();
  #secrets: GrpcSecrets | undefined;

  /** Uses these for connections from now on. */
  push(secrets: GrpcSecrets): void {
    this.#secrets = secrets;
    for (const listener of this.#onIdentity) listener(identityOf(secrets));
    for (const listener of this.#onAuthority) listener(authorityOf(secrets));
  }

  addIdentityCertificateListener(listener: OnIdentity): void {
    this.#onIdentity.add(listener);
    if (this.#secrets !== undefined) listener(identityOf(this.#secrets));
  }

  removeIdentityCertificateListener(listener: OnIdentity): void {
    this.#onIdentity.delete(listener);
  }

  addCaCertificateListener(listener: OnAuthority): void {
    this.#onAuthority.add(listener);
    if (this.#secrets !== undefined) listener(authorityOf(this.#secrets));
  }

  removeCaCertificateListener(listener: OnAuthority): void {
    this.#onAuthority.delete(listener);
  }
}

const identityOf = ({ cert, key }: GrpcSecrets) => ({
  certificate: Buffer.from(cert),
  privateKey: Buffer.from(key),
});
const authorityOf = ({ clientAuthorities }: GrpcSecrets) => ({
  caCertificate: Buffer.from(clientAuthorities),
});
