import { join } from 'node:path';
import { linkPrograms } from '../cluster/cluster-steps.ts';
import { logOf } from '../cluster/daemon.ts';
import type { Layout } from '../cluster/layout.ts';
import { localClusterSteps } from '../cluster/local-cluster.ts';
import { localStore } from '../cluster/local-store.ts';
import type { Step } from '../cluster/step.ts';
import { jreBase, nodeBase } from '../images/bases.ts';
import { shippedImages } from '../images/catalogue.ts';
import { ensureStored, storedReferences, tagStored } from '../images/containerd-store.ts';
import {
  type BaseName,
  type Image,
  localRegistry,
  ownTag,
  releaseTag,
  repositoryOf,
} from '../images/image.ts';
import { controlPlane } from '../tools/control-plane.ts';
import { helm } from '../tools/helm.ts';
import { ensureTool, type ToolShelf } from '../tools/tool.ts';
import type { ClusterTarget } from './cluster-target.ts';

/** What the local target is made with. */
export interface LocalTargetSettings {
  readonly layout: Layout;
  readonly shelf: ToolShelf;
  readonly hpaSyncSeconds: number;
}

/** A one-node cluster made of processes of this machine. Builds its tools first unless they are in the cache. */
export async function localTarget(settings: LocalTargetSettings): Promise<ClusterTarget> {
  const { layout, shelf } = settings;
  const programs = join(await ensureTool(shelf, controlPlane()), 'bin');
  const tools = { kubectl: join(programs, 'kubectl'), helm: join(await ensureTool(shelf, helm), 'helm') };
  await linkPrograms(layout, tools);
  return {
    ...tools,
    clusterSteps: () => localClusterSteps({ ...settings, programs }),
    images: async () => {
      const set = await imageSet(shelf);
      const steps = set.images.map((image) => imageStep(layout, set, image));
      return { coordinates: { registry: localRegistry, tag: set.tag }, steps };
    },
    kubeconfig: layout.kubeconfig,
    isOurs: true,
  };
}

interface ImageSet {
  readonly images: readonly Image[];
  readonly bases: Readonly<Record<BaseName, Image>>;
  readonly tag: string;
}

async function imageSet(shelf: ToolShelf): Promise<ImageSet> {
  const [node, jre, images] = await Promise.all([nodeBase(), jreBase(shelf), shippedImages(shelf)]);
  const bases = { node, jre };
  return { images, bases, tag: releaseTag(images.map((image) => ownTag(image, baseOf(image, bases)))) };
}

function baseOf(image: Image, bases: ImageSet['bases']): Image | undefined {
  return image.base === undefined ? undefined : bases[image.base];
}

/** The image under its own tag, which says what is in it, and under that of the set, which the chart is told. */
function imageStep(layout: Layout, { bases, tag }: ImageSet, image: Image): Step {
  const store = localStore(layout);
  const shipped = `${repositoryOf(localRegistry, image.name)}:${tag}`;
  return {
    name: `image ${image.name}`,
    timeoutSeconds: 300,
    alreadyDone: async () => (await storedReferences(store)).has(shipped),
    start: async () => tagStored(store, await ensureStored(store, image, baseOf(image, bases)), shipped),
    log: logOf(layout, 'images'),
  };
}
