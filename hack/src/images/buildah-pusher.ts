import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolShelf } from '../tools/tool.ts';
import { jreBase, nodeBase } from './bases.ts';
import { buildWithBuildah, dropFromBuildah, ensureBase, pushWithBuildah, type Workshop } from './buildah.ts';
import { localReference } from './containerd-store.ts';
import type { Pusher } from './pusher.ts';

/** Without a Docker engine: the Dockerfiles on bases made of this machine's Node and Java. */
export async function buildahPusher(folder: string, shelf: ToolShelf): Promise<Pusher> {
  await mkdir(folder, { recursive: true });
  const workshop: Workshop = { folder, log: join(folder, 'buildah.log') };
  const bases = { node: await nodeBase(), jre: await jreBase(shelf) };
  return {
    log: workshop.log,
    push: async (image, reference) => {
      const base = image.base === undefined ? undefined : bases[image.base];
      const below = base === undefined ? undefined : localReference(base);
      if (base && below) await ensureBase(workshop, base, below);
      await buildWithBuildah(workshop, image, reference, below);
      await pushWithBuildah(workshop, reference);
      await dropFromBuildah(workshop, reference);
    },
  };
}
