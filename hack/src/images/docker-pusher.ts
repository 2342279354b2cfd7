import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runLogged } from '../logged.ts';
import { assembleContext } from './buildah.ts';
import type { Pusher } from './pusher.ts';

/** With a Docker engine: the Dockerfiles on the bases that they name themselves. */
export async function dockerPusher(folder: string): Promise<Pusher> {
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'docker.log');
  return {
    log,
    push: async (image, reference) => {
      const context = await assembleContext({ folder, log }, image);
      await runLogged(log, 'docker', ['build', '--file', image.dockerfile, '--tag', reference, context]);
      await runLogged(log, 'docker', ['push', reference]);
    },
  };
}
