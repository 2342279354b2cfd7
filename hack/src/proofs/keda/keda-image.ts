import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layoutOf } from '../../cluster/layout.ts';
import { localStore } from '../../cluster/local-store.ts';
import { dockerfileOf } from '../../images/bases.ts';
import { ensureStored } from '../../images/containerd-store.ts';
import { stateDirectory } from '../../repository.ts';
import { cacheKey } from '../../tools/cache-key.ts';
import { keda, kedaPrograms } from '../../tools/keda.ts';

/** Puts KEDA's programs, which lie in `folder`, into the local cluster as one image; answers its reference. */
export async function kedaImage(folder: string): Promise<string> {
  const dockerfile = dockerfileOf('keda');
  const image = {
    name: 'keda',
    dockerfile,
    inputs: [await readFile(dockerfile), cacheKey(keda)],
    assemble: async (context: string) => {
      for (const program of kedaPrograms) await cp(join(folder, program), join(context, program));
    },
  };
  return ensureStored(localStore(layoutOf(stateDirectory)), image);
}
