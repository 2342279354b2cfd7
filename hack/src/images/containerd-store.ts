import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { runLogged } from '../logged.ts';
import { buildWithBuildah, dropFromBuildah, ensureBase, exportArchive, type Workshop } from './buildah.ts';
import { type Image, localRegistry, ownTag, repositoryOf } from './image.ts';

/** Images of the local cluster: built by buildah, kept by containerd. */
export interface LocalStore {
  readonly workshop: Workshop;
  readonly containerdSocket: string;
}

/** Full local reference of an image by what is in it. */
export function localReference(image: Image, base?: Image): string {
  return `${repositoryOf(localRegistry, image.name)}:${ownTag(image, base)}`;
}

/** References that containerd has. */
export async function storedReferences({ containerdSocket }: LocalStore): Promise<ReadonlySet<string>> {
  const { stdout } = await execa('ctr', [...ctrWords(containerdSocket), 'images', 'list', '--quiet']);
  return new Set(stdout.split('\n'));
}

/** Builds an image into containerd unless it is there; answers its reference. */
export async function ensureStored(store: LocalStore, image: Image, base?: Image): Promise<string> {
  const reference = localReference(image, base);
  if ((await storedReferences(store)).has(reference)) return reference;
  await buildInto(store, image, reference, base);
  return reference;
}

/** Gives a stored image a further name. */
export async function tagStored(store: LocalStore, reference: string, tag: string): Promise<void> {
  await execa('ctr', [...ctrWords(store.containerdSocket), 'images', 'tag', '--force', reference, tag]);
}

async function buildInto(
  store: LocalStore,
  image: Image,
  reference: string,
  base: Image | undefined,
): Promise<void> {
  const { workshop } = store;
  const below = base === undefined ? undefined : localReference(base);
  const archive = join(workshop.folder, `${image.name}.tar`);
  if (base && below) await ensureBase(workshop, base, below);
  await buildWithBuildah(workshop, image, reference, below);
  await exportArchive(workshop, reference, archive);
  await runLogged(workshop.log, 'ctr', [...ctrWords(store.containerdSocket), 'images', 'import', archive]);
  await rm(archive);
  await dropFromBuildah(workshop, reference);
}

function ctrWords(socket: string): readonly string[] {
  return ['--address', socket, '--namespace', 'k8s.io'];
}
