import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapterNames, predictiveScalerCrd } from '@pricecast/crds';
import { Authority, type Pair } from '../../../../adapter/src/testing/authority.ts';
import { program } from '../../../../charts/tests/helm.ts';
import { startScratchApiServer } from '../../../../charts/tests/scratch-api-server.ts';
import { aScaler } from '../../../../crds/samples/builders.ts';
import { type Kubectl, kubectlWith } from '../../cluster/kubectl.ts';
import { stateDirectory } from '../../repository.ts';
import { waitFor } from '../collector/wait.ts';
import { LoadService } from './load-service.ts';

/** What a scene is made of. */
export interface SceneOptions {
  /** Names of the scalers; each is told a load of its own by HTTP. */
  readonly scalers: readonly string[];
  readonly intervalSeconds: number;
  /** Load of a scaler at this moment, per second. */
  readonly loadOf: (scaler: string) => number;
  readonly signal: AbortSignal;
}

/** Namespace of the scalers. */
export const sceneNamespace = 'shop';
/** Whoever the proxy says is in this group may read external and custom metrics. */
export const readers = 'readers';
const proxyName = 'front-proxy-client';

/** A real API server with scalers, and everything that adapters need to serve them; adapters are started by others. */
export interface AdapterScene extends AsyncDisposable {
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  /** Authority of the serving certificate and of KEDA's, PEM. */
  readonly authority: string;
  /** For certificates and what else has to lie in files; removed at the end. */
  readonly folder: string;
  /** Folder of what the processes say; it stays. */
  readonly logs: string;
  /** Files in PEM: serving certificate and key for loopback, and their authority. */
  readonly files: { readonly cert: string; readonly key: string; readonly authority: string };
  /** The certificate of the API server's proxy: headers of whoever shows it are believed. */
  readonly proxy: Pair;
  /** The certificate of KEDA. */
  readonly keda: Pair;
  /** Ends the API server for good; adapters stay. */
  stopApiServer(): Promise<void>;
  /** Settings of every adapter but its ports, its store and its name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Opens the scene; resolves when the API server knows everything. */
export async function openAdapterScene(options: SceneOptions): Promise<AdapterScene> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-adapters-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [proxies, serving] = [stack.use(new Authority('proxies')), stack.use(new Authority('serving'))];
  const server = await startScratchApiServer();
  stack.defer(() => server.stop());
  const load = stack.use(await LoadService.start(options.loadOf));
  const kubectl = kubectlWith(program('kubectl'), server.kubeconfig);
  await describe(kubectl, proxies, load, options);
  const file = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const own = serving.sign({ commonName: 'localhost', usage: 'serverAuth' });
  const files = {
    cert: await file('tls.crt', own.cert),
    key: await file('tls.key', own.key),
    authority: await file('ca.crt', serving.pair.cert),
  };
  const owned = stack.move();
  return {
    kubeconfig: server.kubeconfig,
    ...{ kubectl, folder, files, logs: await emptyLogs() },
    authority: serving.pair.cert,
    proxy: proxies.sign({ commonName: proxyName }),
    keda: serving.sign({ commonName: adapterNames.kedaClientCertificate }),
    settings: {
      PATH: process.env.PATH ?? '',
      KUBECONFIG: server.kubeconfig,
      SERVING_CERT_FILE: files.cert,
      SERVING_KEY_FILE: files.key,
      KEDA_CLIENT_CA_FILE: files.authority,
      ALLOWED_ADDRESSES: `${load.address}:${load.port}`,
      SECURE_HOST: '127.0.0.1',
      OPS_HOST: '127.0.0.1',
    },
    stopApiServer: () => server.stop(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function describe(
  kubectl: Kubectl,
  proxies: Authority,
  load: LoadService,
  { scalers, intervalSeconds, signal }: SceneOptions,
): Promise<void> {
  const apply = (...items: readonly object[]) =>
    kubectl(
      ['apply', '--validate=false', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    );
  await apply(predictiveScalerCrd(), namespace);
  await waitFor(
    'scalers that the API server knows',
    async () =>
      (await kubectl(['get', 'predictivescalers', '--ignore-not-found']).catch(() => undefined)) ?? undefined,
    { seconds: 60, signal },
  );
  const namespaced = (name: string) => ({ metadata: { namespace: sceneNamespace, name } });
  await apply(
    ...trustAndRights(proxies),
    ...load.objects(sceneNamespace, 'queue'),
    ...scalers.flatMap((name) => [
      { apiVersion: 'apps/v1', kind: 'Deployment', ...namespaced(name), spec: deploymentSpec(name) },
      aScalerOf(name, intervalSeconds),
    ]),
  );
}

async function emptyLogs(): Promise<string> {
  const logs = join(stateDirectory, 'logs', 'adapters');
  await rm(logs, { recursive: true, force: true });
  await mkdir(logs, { recursive: true });
  return logs;
}

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: sceneNamespace } };

function trustAndRights(proxies: Authority): readonly object[] {
  const list = (...names: readonly string[]) => JSON.stringify(names);
  const rbac = { apiGroup: 'rbac.authorization.k8s.io' };
  const groups = ['external.metrics.k8s.io', 'custom.metrics.k8s.io'];
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'kube-system', name: 'extension-apiserver-authentication' },
      data: {
        'requestheader-client-ca-file': proxies.pair.cert,
        'requestheader-allowed-names': list(proxyName),
        'requestheader-username-headers': list('X-Remote-User'),
        'requestheader-group-headers': list('X-Remote-Group'),
        'requestheader-extra-headers-prefix': list('X-Remote-Extra-'),
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: readers },
      rules: [{ apiGroups: groups, resources: ['*'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: readers },
      roleRef: { ...rbac, kind: 'ClusterRole', name: readers },
      subjects: [{ ...rbac, kind: 'Group', name: readers }],
    },
  ];
}

function deploymentSpec(name: string): object {
  const labels = { app: name };
  const containers = [{ name: 'app', image: 'app' }];
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
}

const aScalerOf = (name: string, intervalSeconds: number): object =>
  aScaler(
    {
      targetRef: { name },
      maxReplicas: 100,
      mode: 'Full',
      demand: {
        source: 'Http',
        http: { service: 'queue', port: 80, path: `/${name}`, valuePath: 'arrivals' },
        intervalSeconds,
      },
      capacity: { type: 'Fixed', loadPerReplica: 20 },
      leadTime: { type: 'Fixed', seconds: 60 },
    },
    name,
  );
