import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { runLogged } from '../logged.ts';
import type { Image } from './image.ts';

/** Where buildah keeps its own store, contexts and what it prints. */
export interface Workshop {
  readonly folder: string;
  readonly log: string;
}

/** A context folder filled anew. */
export async function assembleContext(workshop: Workshop, image: Image): Promise<string> {
  const context = join(workshop.folder, 'contexts', image.name);
  await rm(context, { recursive: true, force: true });
  await mkdir(context, { recursive: true });
  await image.assemble(context);
  return context;
}

/** Builds an image under a full reference; `base` is the reference that `ARG BASE` gets. */
export async function buildWithBuildah(
  workshop: Workshop,
  image: Image,
  reference: string,
  base?: string,
): Promise<void> {
  const context = await assembleContext(workshop, image);
  const argument = base === undefined ? [] : ['--build-arg', `BASE=${base}`];
  await buildah(workshop, [
    'bud',
    '--format',
    'docker',
    '--pull-never',
    '--file',
    image.dockerfile,
    '--tag',
    reference,
    ...argument,
    context,
  ]);
  await rm(context, { recursive: true, force: true });
}

/** Builds a base unless buildah's own store has it. */
export async function ensureBase(workshop: Workshop, base: Image, reference: string): Promise<void> {
  const found = await execa('buildah', [...storeWords(workshop), 'images', '--quiet', reference], {
    reject: false,
  });
  if (found.exitCode !== 0) await buildWithBuildah(workshop, base, reference);
}

/** Writes an image to a docker-archive file. */
export async function exportArchive(workshop: Workshop, reference: string, file: string): Promise<void> {
  await rm(file, { force: true });
  await buildah(workshop, ['push', '--quiet', reference, `docker-archive:${file}:${reference}`]);
}

/** Pushes an image to its registry. */
export async function pushWithBuildah(workshop: Workshop, reference: string): Promise<void> {
  await buildah(workshop, ['push', '--quiet', reference, `docker://${reference}`]);
}

/** Drops an image from buildah's store, where each one is a full copy. */
export async function dropFromBuildah(workshop: Workshop, reference: string): Promise<void> {
  await buildah(workshop, ['rmi', '--force', reference]);
}

/** chroot isolation and vfs need no privilege and no kernel support, so they work inside containers too. */
async function buildah(workshop: Workshop, words: readonly string[]): Promise<void> {
  await runLogged(workshop.log, 'buildah', [...storeWords(workshop), ...words], {
    env: { BUILDAH_ISOLATION: 'chroot' },
  });
}

function storeWords({ folder }: Workshop): readonly string[] {
  return ['--root', join(folder, 'store'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
}
