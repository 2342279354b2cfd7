import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layoutOf } from '../../cluster/layout.ts';
import { localStore } from '../../cluster/local-store.ts';
import { dockerfileOf, nodeBase } from '../../images/bases.ts';
import { bundle } from '../../images/bundle.ts';
import { ensureStored } from '../../images/containerd-store.ts';
import { stateDirectory } from '../../repository.ts';

/** Workloads of the proofs, each a file of its name beside this one. */
export type SampleName = 'sample-consumer' | 'sample-service' | 'sample-meter';

/** Puts the image of a sample workload into the local cluster; answers its reference. */
export async function sampleImage(name: SampleName): Promise<string> {
  const dockerfile = dockerfileOf('sample-consumer');
  const code = await bundle(join(import.meta.dirname, `${name}.ts`));
  const image = {
    name,
    dockerfile,
    base: 'node' as const,
    inputs: [await readFile(dockerfile), code],
    assemble: async (context: string) => {
      await writeFile(join(context, 'main.js'), code);
      await writeFile(join(context, 'package.json'), '{ "type": "module" }\n');
    },
  };
  return ensureStored(localStore(layoutOf(stateDirectory)), image, await nodeBase());
}
