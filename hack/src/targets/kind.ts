import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';
import { logOf } from '../cluster/daemon.ts';
import type { Layout } from '../cluster/layout.ts';
import type { Step } from '../cluster/step.ts';
import { assembleContext } from '../images/buildah.ts';
import { shippedImages } from '../images/catalogue.ts';
import { type Image, localRegistry, ownTag, releaseTag, repositoryOf } from '../images/image.ts';
import { runLogged } from '../logged.ts';
import type { ToolShelf } from '../tools/tool.ts';
import type { ClusterTarget } from './cluster-target.ts';

/** Name of the cluster in kind. */
const kindCluster = 'pricecast';

/** A kind cluster; docker, kind, kubectl and helm come from PATH. */
export function kindTarget(layout: Layout, shelf: ToolShelf): ClusterTarget {
  return {
    clusterSteps: async () => [createStep(layout)],
    images: async () => {
      const images = await shippedImages(shelf);
      const tag = releaseTag(images.map((image) => ownTag(image, undefined)));
      const reference = (image: Image) => `${repositoryOf(localRegistry, image.name)}:${tag}`;
      const steps = images.map((image) => loadStep(layout, image, reference(image)));
      return { coordinates: { registry: localRegistry, tag }, steps };
    },
    kubectl: 'kubectl',
    helm: 'helm',
    kubeconfig: layout.kubeconfig,
    isOurs: true,
  };
}

/** Whether `auto` may pick kind: a Docker engine answers and the programs are there. */
export async function kindIsPossible(): Promise<boolean> {
  const probes = [
    ['docker', 'info'],
    ['kind', 'version'],
    ['kubectl', 'version', '--client'],
    ['helm', 'version'],
  ];
  const results = await Promise.all(
    probes.map(([program = '', ...words]) => execa(program, words, { reject: false })),
  );
  return results.every(({ exitCode }) => exitCode === 0);
}

/** Deletes the kind cluster with everything in it, and says so. */
export async function deleteKindCluster(layout: Layout): Promise<string> {
  await execa('kind', ['delete', 'cluster', '--name', kindCluster, '--kubeconfig', layout.kubeconfig]);
  return 'the kind cluster is deleted';
}

function createStep(layout: Layout): Step {
  const log = logOf(layout, 'kind');
  return {
    name: 'kind cluster',
    timeoutSeconds: 600,
    log,
    alreadyDone: async () =>
      (await execa('kind', ['get', 'clusters'])).stdout.split('\n').includes(kindCluster),
    start: async () => {
      await mkdir(layout.logs, { recursive: true });
      await runLogged(log, 'kind', [
        'create',
        'cluster',
        '--name',
        kindCluster,
        '--kubeconfig',
        layout.kubeconfig,
        '--wait',
        '5m',
      ]);
    },
  };
}

function loadStep(layout: Layout, image: Image, reference: string): Step {
  const log = logOf(layout, 'images');
  return {
    name: `image ${image.name}`,
    timeoutSeconds: 600,
    log,
    alreadyDone: async () =>
      (await execa('docker', ['image', 'inspect', reference], { reject: false })).exitCode === 0,
    start: async () => {
      const context = await assembleContext({ folder: layout.images, log }, image);
      await runLogged(log, 'docker', ['build', '--file', image.dockerfile, '--tag', reference, context]);
      await runLogged(log, 'kind', ['load', 'docker-image', '--name', kindCluster, reference]);
    },
  };
}
