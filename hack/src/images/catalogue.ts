import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { cacheKey } from '../tools/cache-key.ts';
import { kafka } from '../tools/kafka.ts';
import { ensureTool, type ToolShelf } from '../tools/tool.ts';
import { dockerfileOf } from './bases.ts';
import { bundle } from './bundle.ts';
import type { Image } from './image.ts';

/** Rooms that are a process with an image. */
const processRooms = [
  'operator',
  'workloads/collector',
  'workloads/exchange',
  'workloads/processor',
] as const;

/** The images that the chart and the operator name. */
export async function shippedImages(shelf: ToolShelf): Promise<readonly Image[]> {
  return Promise.all([...processRooms.map(processImage), kafkaImage(shelf)]);
}

/** A process as one bundle on Node. */
async function processImage(room: (typeof processRooms)[number]): Promise<Image> {
  const dockerfile = join(repositoryRoot, room, 'Dockerfile');
  const code = await bundle(join(repositoryRoot, room, 'src/main.ts'));
  return {
    name: basename(room),
    dockerfile,
    base: 'node',
    inputs: [await readFile(dockerfile), code],
    assemble: async (folder) => {
      await writeFile(join(folder, 'main.js'), code);
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
    },
  };
}

async function kafkaImage(shelf: ToolShelf): Promise<Image> {
  const dockerfile = dockerfileOf('kafka');
  const logging = join(dirname(dockerfile), 'log4j2.yaml');
  return {
    name: 'kafka',
    dockerfile,
    base: 'jre',
    inputs: [await readFile(dockerfile), await readFile(logging), cacheKey(kafka)],
    assemble: async (folder) => {
      await cp(join(await ensureTool(shelf, kafka), 'lib'), join(folder, 'lib'), { recursive: true });
      await cp(logging, join(folder, 'log4j2.yaml'));
    },
  };
}
