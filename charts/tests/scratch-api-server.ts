import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { freePorts } from '../../hack/src/kafka/loopback-ports.ts';
import { program, run } from './helm.ts';

/** An API server of a test's own: no nodes, no controllers, nobody else's objects. */
export interface ScratchApiServer {
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

const token = 'scratch';

const kubeconfigOf = (port: number): string => `apiVersion: v1
kind: Config
clusters: [{name: scratch, cluster: {server: "https://127.0.0.1:${port}", insecure-skip-tls-verify: true}}]
users: [{name: scratch, user: {token: ${token}}}]
contexts: [{name: scratch, context: {cluster: scratch, user: scratch}}]
current-context: scratch
`;

const etcdWords = (folder: string, client: number, peer: number): string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  '--unsafe-no-fsync',
  `--listen-client-urls=http://127.0.0.1:${client}`,
  `--advertise-client-urls=http://127.0.0.1:${client}`,
  `--listen-peer-urls=http://127.0.0.1:${peer}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
  `--initial-cluster=default=http://127.0.0.1:${peer}`,
];

const apiServerWords = (folder: string, etcd: number, port: number): string[] => [
  `--etcd-servers=http://127.0.0.1:${etcd}`,
  '--bind-address=127.0.0.1',
  '--advertise-address=127.0.0.1',
  `--secure-port=${port}`,
  `--cert-dir=${folder}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--authorization-mode=RBAC',
  '--service-cluster-ip-range=10.99.0.0/24',
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${join(folder, 'accounts.pem')}`,
  `--service-account-signing-key-file=${join(folder, 'accounts.pem')}`,
  // Its controller would wait for a ServiceAccount controller that is not here.
  '--disable-admission-plugins=ServiceAccount',
];

/** Starts etcd and an API server on loopback and waits until they answer. */
export async function startScratchApiServer(): Promise<ScratchApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-chart-'));
  const [client = 0, peer = 0, port = 0] = await freePorts(3);
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`);
  await writeFile(kubeconfig, kubeconfigOf(port));
  await execa('openssl', ['genrsa', '-out', join(folder, 'accounts.pem'), '2048']);
  const daemons = [
    daemon(program('etcd'), etcdWords(folder, client, peer)),
    daemon(program('kube-apiserver'), apiServerWords(folder, client, port)),
  ];
  const stop = async () => {
    for (const started of daemons.toReversed()) {
      started.kill('SIGTERM');
      await started;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(kubeconfig, daemons);
  } catch (error) {
    await stop();
    throw error;
  }
  return { kubeconfig, stop };
}

const daemon = (file: string, words: readonly string[]) => execa(file, words, { all: true, reject: false });

async function answers(kubeconfig: string, daemons: readonly ReturnType<typeof daemon>[]): Promise<void> {
  const deadline = performance.now() + 90_000;
  const ended = Promise.race(daemons);
  while (performance.now() < deadline) {
    const { code } = await run('kubectl', ['get', '--raw', '/readyz'], { kubeconfig });
    if (code === 0) return;
    const early = await Promise.race([ended, wait(250)]);
    if (early !== undefined) throw new Error(`a daemon ended early: ${early.all}`);
  }
  throw new Error('the API server did not answer within 90 s');
}
