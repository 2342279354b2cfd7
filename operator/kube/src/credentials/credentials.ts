/** TLS material in PEM. The same object is returned until something changes, so identity means "unchanged". */
export interface TlsMaterial {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Name to expect in the server's certificate, where it differs from the host of the URL. */
  readonly serverName?: string | undefined;
  /** False only where a kubeconfig says `insecure-skip-tls-verify`. */
  readonly verifyServer: boolean;
}

/** What one call is sent with. */
export interface Credential {
  readonly tls: TlsMaterial;
  /** Bearer token, without the word Bearer. */
  readonly token?: string | undefined;
}

/** Where the API server is and how this process proves who it is. */
export interface Credentials {
  /** Base URL of the API server, `https://host:port`, where needed with a path, without a slash at its end. */
  readonly server: string;
  /** The present credential; sources are looked at again when they may have changed. */
  current(): Promise<Credential>;
  /** Reads the source anew whatever its age: asked once after a 401. */
  renew(): Promise<Credential>;
}
