import { basename, join } from 'node:path';
import { execa } from 'execa';
import { parseAllDocuments } from 'yaml';
import { repositoryRoot } from '../../hack/src/repository.ts';
import { cacheDirectory } from '../../hack/src/tools/cache.ts';
import type { CacheInputs } from '../../hack/src/tools/cache-key.ts';
import { controlPlane } from '../../hack/src/tools/control-plane.ts';
import { helm } from '../../hack/src/tools/helm.ts';
import { toolFolder } from '../../hack/src/tools/tool.ts';

/** The chart under test. */
export const chart = join(repositoryRoot, 'charts/pricecast');

/** A program of the local cluster that the tests may use as well. */
export type ClusterProgram = 'helm' | 'kubectl' | 'etcd' | 'kube-apiserver' | 'kube-controller-manager';

/** Where a program lies among the built tools. */
export function program(name: ClusterProgram): string {
  const tool = (description: CacheInputs) => toolFolder(cacheDirectory(), description);
  return name === 'helm' ? join(tool(helm), name) : join(tool(controlPlane()), 'bin', name);
}

/** What a command said and how it ended. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs Helm or kubectl to its end, against the cluster of `kubeconfig` where there is one. */
export async function run(
  name: 'helm' | 'kubectl',
  words: readonly string[],
  options: { kubeconfig?: string; input?: string } = {},
): Promise<Answer> {
  const { kubeconfig, input = '' } = options;
  const env = kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig };
  const result = await execa(program(name), words, { env, input, reject: false });
  return { code: result.exitCode ?? -1, out: result.stdout, err: result.stderr };
}

/** A Kubernetes object, as far as tests look at it. */
export interface Rendered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [member: string]: unknown;
}

/** The objects that the chart renders for some values; throws what Helm says when it refuses. */
export async function render(words: readonly string[], release = 'prices'): Promise<Rendered[]> {
  const { code, out, err } = await run('helm', ['template', release, chart, '-n', 'system', ...words]);
  if (code !== 0) throw new Error(err);
  return parseAllDocuments(out)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}

/** Name of a values file in ci/, without what every one of them ends in. */
export const caseName = (file: string): string => basename(file).replace('-values.yaml', '');
