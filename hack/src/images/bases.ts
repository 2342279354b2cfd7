import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { cacheKey } from '../tools/cache-key.ts';
import { jre } from '../tools/jre.ts';
import { pause } from '../tools/pause.ts';
import { ensureTool, type ToolShelf } from '../tools/tool.ts';
import type { Image } from './image.ts';
import { bytesOf, copyInto, librariesOf } from './libraries.ts';
import { rootFilesText, writeRootFiles } from './root-files.ts';

/** Dockerfile of a folder of hack/dockerfiles. */
export function dockerfileOf(name: string): string {
  return join(repositoryRoot, 'hack/dockerfiles', name, 'Dockerfile');
}

/** Node, the one that runs this very program, as a base of images. */
export async function nodeBase(): Promise<Image> {
  const dockerfile = dockerfileOf('node');
  const libraries = await librariesOf([process.execPath]);
  return {
    name: 'node',
    dockerfile,
    inputs: [await readFile(dockerfile), process.version, rootFilesText, ...(await bytesOf(libraries))],
    assemble: async (folder) => {
      const root = join(folder, 'root');
      await writeRootFiles(root);
      await copyInto(root, libraries);
      await mkdir(join(root, 'usr/local/bin'), { recursive: true });
      await cp(process.execPath, join(root, 'usr/local/bin/node'), { dereference: true });
    },
  };
}

/** A Java runtime as the base of Kafka's image. */
export async function jreBase(shelf: ToolShelf): Promise<Image> {
  const dockerfile = dockerfileOf('jre');
  const tool = await jre();
  const java = join(await ensureTool(shelf, tool), 'java');
  const programs = [
    'bin/java',
    'lib/server/libjvm.so',
    'lib/libjava.so',
    'lib/libnio.so',
    'lib/libnet.so',
    'lib/libzip.so',
  ];
  const libraries = (await librariesOf(programs.map((name) => join(java, name)))).filter(
    (path) => !path.startsWith(java),
  );
  return {
    name: 'jre',
    dockerfile,
    inputs: [await readFile(dockerfile), cacheKey(tool), rootFilesText, ...(await bytesOf(libraries))],
    assemble: async (folder) => {
      const root = join(folder, 'root');
      await writeRootFiles(root);
      await copyInto(root, libraries);
      await cp(java, join(root, 'opt/java'), { recursive: true, verbatimSymlinks: true });
    },
  };
}

/** The sandbox of pods. */
export async function pauseImage(shelf: ToolShelf): Promise<Image> {
  const dockerfile = dockerfileOf('pause');
  const tool = pause();
  return {
    name: 'pause',
    dockerfile,
    inputs: [await readFile(dockerfile), cacheKey(tool)],
    assemble: async (folder) => cp(join(await ensureTool(shelf, tool), 'pause'), join(folder, 'pause')),
  };
}
