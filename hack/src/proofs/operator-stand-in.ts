import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Kubectl } from '../cluster/kubectl.ts';
import { operatorName, operatorNamespace, operatorReplicas, scaleOperator } from './operator-pods.ts';

/** What an operator outside of the cluster needs to stand in for the installed one. */
export interface StandIn {
  readonly images: { readonly registry: string; readonly tag: string };
  /** A token of the operator's service account: the stand-in has its rights and no more. */
  readonly token: string;
}

const inNamespace = ['--namespace', operatorNamespace];

/** Runs `work` while the installed operator is away, with its identity and images, and brings it back afterwards. */
export async function whileOperatorIsAway<T>(
  kubectl: Kubectl,
  work: (standIn: StandIn) => Promise<T>,
): Promise<T> {
  const standIn = { images: await operatorImages(kubectl), token: await operatorToken(kubectl) };
  const replicas = await operatorReplicas(kubectl);
  await scaleOperator(kubectl, 0);
  try {
    await kubectl([...inNamespace, 'wait', '--for=delete', 'pod', ...operatorPods, '--timeout=60s']);
    return await work(standIn);
  } finally {
    await dropLease(kubectl);
    await scaleOperator(kubectl, replicas);
  }
}

const operatorPods = ['--selector', 'app.kubernetes.io/component=operator'];

/** Frees the lease of a dead holder at once, where a proof is not about waiting for it. */
export const dropLease = (kubectl: Kubectl): Promise<string> =>
  kubectl([...inNamespace, 'delete', 'lease', operatorName, '--ignore-not-found']);

const operatorToken = (kubectl: Kubectl): Promise<string> =>
  kubectl([...inNamespace, 'create', 'token', operatorName, '--duration=2h']);

/** Registry and tag that the installed operator runs from and gives to its workloads. */
export async function operatorImages(kubectl: Kubectl): Promise<StandIn['images']> {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  const image = await kubectl([...inNamespace, 'get', 'deployment', operatorName, '-o', path]);
  const [, registry = '', tag = ''] = /^(.*)\/operator:(.*)$/.exec(image) ?? [];
  return { registry, tag };
}

/** A kubeconfig file; it goes when it is disposed of. */
export interface TokenKubeconfig extends AsyncDisposable {
  readonly path: string;
}

/** Makes a kubeconfig that signs in with a token. */
export async function tokenKubeconfig(server: string, ca: string, token: string): Promise<TokenKubeconfig> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const path = join(folder, 'kubeconfig');
  const authority = Buffer.from(ca).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'stand-in', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'stand-in', user: { token } }],
    contexts: [{ name: 'stand-in', context: { cluster: 'stand-in', user: 'stand-in' } }],
    'current-context': 'stand-in',
  };
  await writeFile(path, stringify(config), { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
