import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { scalingMetrics } from '@pricecast/crds';
import { execa } from 'execa';
import type { Pair } from '../../../../adapter/src/testing/authority.ts';
import { Failure } from '../../failure.ts';
import { freePorts, isFree } from '../../kafka/loopback-ports.ts';
import { openAdapterScene, sceneNamespace } from '../../proofs/adapter/adapter-scene.ts';
import { allReady, startAdapter } from '../../proofs/adapter/running-adapter.ts';
import { waitFor } from '../../proofs/collector/wait.ts';

/** A server under test, and the external metric with two series that it is asked for. */
export interface Peer {
  readonly name: string;
  readonly url: string;
}

/** Both servers and what callers need. */
export interface Arena extends AsyncDisposable {
  readonly ours: Peer;
  readonly reference: Peer;
  /** Files in PEM: authority of both servers' certificate, and certificate and key of the API server's proxy. */
  readonly caller: { readonly authority: string; readonly cert: string; readonly key: string };
  readonly keda: { readonly port: number; readonly authority: string; readonly keda: Pair };
}

const startSeconds = 60;
/** The test adapter takes values there, and ends when somebody else listens. */
const testAdapterPort = 8_080;
/** Two, as the test adapter has two series of its metric. */
const scalers = ['checkout', 'orders'];

/** A real API server, and beside it our adapter with two scalers and the reference, each a process with the same certificate. */
export async function openArena(reference: string): Promise<Arena> {
  await using stack = new AsyncDisposableStack();
  const { signal } = new AbortController();
  if (!(await isFree(testAdapterPort)))
    throw new Failure('PORT_TAKEN', `the reference needs port ${testAdapterPort}, where somebody listens`);
  const scene = stack.use(
    await openAdapterScene({ scalers, intervalSeconds: 15, loadOf: () => 100 * Math.random(), signal }),
  );
  const ours = stack.use(
    await startAdapter(scene, 'ours', { STORE_FOLDER: join(scene.folder, 'store'), LOG_LEVEL: 'error' }),
  );
  const [port = 0] = await freePorts(1);
  const kubeconfigs = ['authentication', 'authorization', 'lister'].map(
    (name) => `--${name}-kubeconfig=${scene.kubeconfig}`,
  );
  const serving = [`--tls-cert-file=${scene.files.cert}`, `--tls-private-key-file=${scene.files.key}`];
  const theirs = execa(
    reference,
    [...kubeconfigs, ...serving, `--secure-port=${port}`, '--bind-address=127.0.0.1'],
    {
      reject: false,
      stderr: 'ignore',
    },
  );
  stack.defer(async () => {
    theirs.kill('SIGTERM');
    await theirs;
  });
  await allReady([ours], signal);
  await waitFor('the reference', async () => ((await listens(port)) ? true : undefined), {
    seconds: startSeconds,
    signal,
  });
  const cert = join(scene.folder, 'proxy.crt');
  const key = join(scene.folder, 'proxy.key');
  await Promise.all([writeFile(cert, scene.proxy.cert), writeFile(key, scene.proxy.key)]);
  const owned = stack.move();
  const external = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${sceneNamespace}`;
  return {
    ours: {
      name: 'pricecast',
      url: `https://localhost:${ours.securePort}${external}/${scalingMetrics.observedLoad}`,
    },
    reference: { name: 'reference', url: `https://localhost:${port}${external}/my-external-metric` },
    caller: { authority: scene.files.authority, cert, key },
    keda: { port: ours.kedaPort, authority: scene.authority, keda: scene.keda },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Not yet: a busy machine takes its time to start a process.
    return false;
  } finally {
    socket.destroy();
  }
}
