import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { network } from '../cluster/network.ts';
import { bundle } from '../images/bundle.ts';
import { freePorts } from '../kafka/loopback-ports.ts';
import { repositoryRoot } from '../repository.ts';
import { operatorNamespace } from './operator-pods.ts';

/** How an operator outside of the cluster is started. */
export interface OwnOperatorOptions {
  readonly kubeconfig: string;
  /** Its name on the lease. */
  readonly name: string;
  readonly namespaces: readonly string[];
  readonly images: { readonly registry: string; readonly tag: string };
}

/**
 * An operator as its image has it, in one file, but a process of the machine. Only where pods can be reached from the
 * machine.
 */
export interface OwnOperator extends AsyncDisposable {
  readonly pid: number;
  readonly logFile: string;
  /** False as soon as the process is gone, however that came about. */
  readonly alive: boolean;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

const node = join(repositoryRoot, 'node_modules/.bin/node');
/** From source each life would compile the operator anew, which takes longer than a life. */
let program: Promise<string> | undefined;
const programCode = (): Promise<string> => {
  program ??= bundle(join(repositoryRoot, 'operator/src/main.ts'));
  return program;
};
const resolver = `nameserver ${network.nodeAddress}\nsearch ${network.clusterDomain}\noptions ndots:5\n`;

/** In a mount namespace of its own the process sees the cluster's resolver; the machine keeps its own. */
const script = 'mount --bind "$0" /etc/resolv.conf && exec "$1" "$2"';

/** Starts the operator; it may still be waiting for the lease when this resolves. */
export async function startOwnOperator(options: OwnOperatorOptions): Promise<OwnOperator> {
  const folder = await mkdtemp(join(tmpdir(), 'own-operator-'));
  const resolvConf = join(folder, 'resolv.conf');
  const logFile = join(folder, 'operator.log');
  const main = join(folder, 'main.mjs');
  await writeFile(resolvConf, resolver);
  await writeFile(main, await programCode());
  const log = await open(logFile, 'w');
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, resolvConf, node, main], {
    env: await environment(options),
    stdio: ['ignore', log.fd, log.fd],
  });
  await once(child, 'spawn');
  await log.close();
  return new OperatorHandle(child, folder, logFile);
}

async function environment(options: OwnOperatorOptions): Promise<NodeJS.ProcessEnv> {
  const [port] = await freePorts(1);
  return {
    PATH: process.env.PATH,
    KUBECONFIG: options.kubeconfig,
    WATCH_NAMESPACES: options.namespaces.join(','),
    POD_NAME: options.name,
    POD_NAMESPACE: operatorNamespace,
    PRICECAST_IMAGE_REGISTRY: options.images.registry,
    PRICECAST_IMAGE_TAG: options.images.tag,
    OPS_HOST: '127.0.0.1',
    OPS_PORT: String(port),
  };
}

class OperatorHandle implements OwnOperator {
  readonly pid: number;
  readonly logFile: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<unknown>;
  readonly #endWithUs = () => this.#child.kill('SIGKILL');

  constructor(child: ChildProcess, folder: string, logFile: string) {
    this.#child = child;
    this.#folder = folder;
    this.logFile = logFile;
    this.pid = child.pid ?? -1;
    this.#ended = once(child, 'exit');
    process.once('exit', this.#endWithUs);
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.removeListener('exit', this.#endWithUs);
    this.#child.kill('SIGTERM');
    await this.#ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
