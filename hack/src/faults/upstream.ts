import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

/** The API server behind a proxy, and how the proxy reaches it. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  /** Presents the client certificate of the kubeconfig: for callers that bring no token. */
  readonly asKubeconfigUser: Agent;
  /** Presents nothing: for callers whose own token is passed on. */
  readonly asCaller: Agent;
  close(): void;
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

/** Reads the first cluster and user of a kubeconfig whose user has a client certificate. */
export async function readUpstream(kubeconfigPath: string): Promise<Upstream> {
  const config = parse(await readFile(kubeconfigPath, 'utf8')) as Kubeconfig;
  const cluster = config.clusters[0]?.cluster ?? {};
  const user = config.users[0]?.user ?? {};
  const pem = (section: Readonly<Record<string, string>>, field: string) =>
    readPem(dirname(kubeconfigPath), section[`${field}-data`], section[field]);
  const server = new URL(cluster.server ?? '');
  const ca = await pem(cluster, 'certificate-authority');
  const cert = await pem(user, 'client-certificate');
  const key = await pem(user, 'client-key');
  const asKubeconfigUser = new Agent({ keepAlive: true, ca, cert, key });
  const asCaller = new Agent({ keepAlive: true, ca });
  return {
    host: server.hostname,
    port: Number(server.port === '' ? 443 : server.port),
    asKubeconfigUser,
    asCaller,
    close: () => {
      asKubeconfigUser.destroy();
      asCaller.destroy();
    },
  };
}

async function readPem(
  folder: string,
  inline: string | undefined,
  file: string | undefined,
): Promise<string | undefined> {
  if (inline !== undefined) return Buffer.from(inline, 'base64').toString('utf8');
  return file === undefined ? undefined : readFile(resolve(folder, file), 'utf8');
}
