import { chmod, chown, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { sentenceOf } from '../failure.ts';
import { localKubectl } from './kubectl.ts';
import { layoutOf } from './layout.ts';
import { volumeFolder } from './volumes.ts';

/**
 * Process of the local cluster: whenever a volume is Released, because its claim was deleted, it empties the folder
 * and takes the old claim out, and the volume is Available again. A claim that is retained keeps its volume Bound.
 */
const [state] = process.argv.slice(2);
if (state === undefined) throw new Error('usage: volume-keeper.ts STATE');
const layout = layoutOf(state);
const kubectl = localKubectl(layout);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** One line per volume now and per change later, until the connection ends. */
async function watchVolumes(): Promise<void> {
  const columns = 'custom-columns=NAME:.metadata.name,PHASE:.status.phase,CLASS:.spec.storageClassName';
  const words = ['get', 'persistentvolumes', '--watch', '--no-headers', '-o', columns];
  const watch = execa(join(layout.bin, 'kubectl'), words, {
    env: { KUBECONFIG: layout.kubeconfig },
    stdin: 'ignore',
    buffer: false,
    reject: false,
  });
  try {
    for await (const line of createInterface({ input: watch.stdout })) {
      const [name, phase, storageClass] = line.trim().split(/\s+/);
      if (name && phase === 'Released' && storageClass === 'local') await free(name);
    }
  } finally {
    watch.kill();
  }
}

/** Asks again first: the line may be old, and a volume that has a claim again holds somebody's data. */
async function free(name: string): Promise<void> {
  const phase = await kubectl(['get', 'persistentvolume', name, '-o', 'jsonpath={.status.phase}']);
  if (phase !== 'Released') return;
  const folder = volumeFolder(layout, name);
  for (const entry of await readdir(folder)) await rm(join(folder, entry), { recursive: true, force: true });
  // fsGroup of the last pod narrowed the folder to its group.
  await chown(folder, 0, 0);
  await chmod(folder, 0o777);
  await kubectl([
    'patch',
    'persistentvolume',
    name,
    '--type=json',
    '-p',
    '[{"op":"remove","path":"/spec/claimRef"}]',
  ]);
  say(`Freed volume ${name}`);
}

for (;;) {
  await watchVolumes().catch((error: unknown) => say(`Watch of volumes ended: ${sentenceOf(error)}`));
  await sleep(2000);
}
