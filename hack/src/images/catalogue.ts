import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { cacheKey } from '../tools/cache-key.ts';
import { kafka } from '../tools/kafka.ts';
import { ensureTool, type ToolShelf } from '../tools/tool.ts';
import { dockerfileOf } from './bases.ts';
import { type Asset, adapterAssets, gatewayAssets, writeAssets } from './browser-assets.ts';
import { bundle } from './bundle.ts';
import type { Image } from './image.ts';

/** A process with an image, and the scripts beside its main one. */
interface ProcessRoom {
  readonly room: string;
  /** Scripts of threads, which cannot be part of the main bundle. */
  readonly threads?: readonly string[];
  /** Files that it serves, for its folder `assets`. */
  readonly assets?: () => Promise<readonly Asset[]>;
}

const processRooms: readonly ProcessRoom[] = [
  { room: 'operator' },
  { room: 'workloads/collector' },
  { room: 'workloads/exchange' },
  { room: 'workloads/processor' },
  { room: 'workloads/gateway', assets: gatewayAssets },
  { room: 'workloads/forecaster' },
  { room: 'adapter', threads: ['src/forecasting/forecast-worker.ts'], assets: adapterAssets },
];

/** The images that the chart and the operator name. */
export async function shippedImages(shelf: ToolShelf): Promise<readonly Image[]> {
  return Promise.all([...processRooms.map(processImage), kafkaImage(shelf)]);
}

/** A process as one bundle on Node, and one more for each thread. */
async function processImage({ room, threads = [], assets = async () => [] }: ProcessRoom): Promise<Image> {
  const folder = join(repositoryRoot, room);
  const dockerfile = join(folder, 'Dockerfile');
  const scripts = await Promise.all(
    ['src/main.ts', ...threads].map(async (script) => ({
      file: `${basename(script, '.ts')}.js`,
      code: await bundle(join(folder, script)),
    })),
  );
  const served = await assets();
  return {
    name: basename(room),
    dockerfile,
    base: 'node',
    inputs: [
      await readFile(dockerfile),
      ...scripts.map(({ code }) => code),
      ...served.map(({ content }) => content),
    ],
    assemble: async (context) => {
      for (const { file, code } of scripts) await writeFile(join(context, file), code);
      if (served.length > 0) await writeAssets(join(context, 'assets'), served);
      await writeFile(join(context, 'package.json'), '{ "type": "module" }\n');
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
