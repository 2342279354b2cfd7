import type { Clock } from '../time/clock.ts';
import { KubeError } from '../transport/kube-error.ts';
import type { Credential, Credentials, TlsMaterial } from './credentials.ts';

/** How long what a kubeconfig gave is believed: exec plug-ins are asked again after it. */
const READ_AGAIN_MS = 60_000;

/** Which kubeconfig, and which of its contexts. */
export interface KubeconfigOptions {
  readonly clock: Clock;
  readonly path: string;
  readonly context?: string | undefined;
  /** Overrides the server of the kubeconfig; its name must be in the server's certificate. */
  readonly server?: string | undefined;
}

interface HttpsOptions {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  servername?: string;
  rejectUnauthorized?: boolean;
  headers?: Record<string, unknown>;
}

const text = (value: string | Buffer | undefined): string | undefined => value?.toString();

function tlsOf(options: HttpsOptions, before: TlsMaterial | undefined): TlsMaterial {
  const tls: TlsMaterial = {
    ca: text(options.ca),
    cert: text(options.cert),
    key: text(options.key),
    serverName: options.servername,
    verifyServer: options.rejectUnauthorized !== false,
  };
  return before !== undefined && JSON.stringify(before) === JSON.stringify(tls) ? before : tls;
}

function bearerOf(headers: Record<string, unknown> | undefined): string | undefined {
  const value = headers?.Authorization ?? headers?.authorization;
  return typeof value === 'string' && value.startsWith('Bearer ') ? value.slice('Bearer '.length) : undefined;
}

/**
 * Credentials of a kubeconfig: client certificates, tokens and exec plug-ins. The parser is loaded
 * only here, because it costs 0.4 s and 90 MB that a pod need not pay.
 * Throws `KUBE_CREDENTIALS_UNREADABLE` when the file or its context is not usable.
 */
export async function kubeconfigCredentials(options: KubeconfigOptions): Promise<Credentials> {
  const config = await load(options);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw unreadable(options.path, new Error('its current context names no cluster'));
  let held: { credential: Credential; atMs: number } | undefined;

  async function renew(): Promise<Credential> {
    const https: HttpsOptions = {};
    await config.applyToHTTPSOptions(https as Parameters<typeof config.applyToHTTPSOptions>[0]);
    const credential = { tls: tlsOf(https, held?.credential.tls), token: bearerOf(https.headers) };
    held = { credential, atMs: options.clock.monotonicMs() };
    return credential;
  }

  return {
    server: (options.server ?? cluster.server).replace(/\/+$/, ''),
    renew,
    current: async () =>
      held !== undefined && options.clock.monotonicMs() - held.atMs < READ_AGAIN_MS
        ? held.credential
        : renew(),
  };
}

async function load(options: KubeconfigOptions) {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromFile(options.path);
    if (options.context !== undefined) config.setCurrentContext(options.context);
  } catch (error) {
    throw unreadable(options.path, error);
  }
  return config;
}

function unreadable(path: string, cause: unknown): KubeError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new KubeError(`The kubeconfig ${path} is not usable: ${why}`, {
    code: 'KUBE_CREDENTIALS_UNREADABLE',
    call: 'read credentials',
    retryable: false,
    cause,
  });
}
