import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../time/clock.ts';
import { KubeError } from '../transport/kube-error.ts';
import type { Credential, Credentials, TlsMaterial } from './credentials.ts';

const DEFAULT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
/** How long a look at the files is believed; rotation is noticed at the next call after it. */
const LOOK_AGAIN_MS = 1_000;
/** How long their content is believed although no time stamp moved. */
const READ_AGAIN_MS = 60_000;

/** Where a pod finds its service account. */
export interface InClusterOptions {
  readonly clock: Clock;
  /** `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`, or a server that overrides them. */
  readonly server: string;
  readonly folder?: string | undefined;
}

/** The API server's origin as a pod's environment names it; undefined outside of a cluster. */
export function inClusterServer(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT;
  if (host === undefined || port === undefined) return undefined;
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Credentials of a pod's service account. The token and the CA are read again when their files' time stamps move,
 * and after 60 s in any case. Throws `KUBE_CREDENTIALS_UNREADABLE` when a file cannot be read.
 */
export function inClusterCredentials(options: InClusterOptions): Credentials {
  const folder = options.folder ?? DEFAULT_FOLDER;
  const files = { token: `${folder}/token`, ca: `${folder}/ca.crt` };
  let held: { credential: Credential; stamp: string; readAtMs: number; lookedAtMs: number } | undefined;

  async function read(stamp: string): Promise<Credential> {
    const [token, ca] = await Promise.all([readFile(files.token, 'utf8'), readFile(files.ca, 'utf8')]);
    const tls: TlsMaterial =
      held?.credential.tls.ca === ca ? held.credential.tls : { ca, verifyServer: true };
    const credential = { tls, token: token.trim() };
    const nowMs = options.clock.monotonicMs();
    held = { credential, stamp, readAtMs: nowMs, lookedAtMs: nowMs };
    return credential;
  }

  async function look(): Promise<string> {
    const found = await Promise.all([stat(files.token), stat(files.ca)]);
    return found.map((file) => `${file.mtimeMs}:${file.ino}`).join();
  }

  async function current(): Promise<Credential> {
    const nowMs = options.clock.monotonicMs();
    if (held !== undefined && nowMs - held.lookedAtMs < LOOK_AGAIN_MS) return held.credential;
    const stamp = await look();
    if (held === undefined || held.stamp !== stamp || nowMs - held.readAtMs >= READ_AGAIN_MS)
      return read(stamp);
    held.lookedAtMs = nowMs;
    return held.credential;
  }

  return {
    server: options.server,
    current: () => current().catch((error) => Promise.reject(unreadable(folder, error))),
    renew: () =>
      look()
        .then(read)
        .catch((error) => Promise.reject(unreadable(folder, error))),
  };
}

function unreadable(folder: string, cause: unknown): KubeError {
  return new KubeError(`The service account in ${folder} cannot be read; is its token mounted?`, {
    code: 'KUBE_CREDENTIALS_UNREADABLE',
    call: 'read credentials',
    retryable: true,
    cause,
  });
}
