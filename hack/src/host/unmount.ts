import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { Failure } from '../failure.ts';
import { mountsBelow } from './mounts.ts';

/** Takes away every mount below the folders. Lazily, because a process that is about to end may still hold one. */
export async function unmountBelow(roots: readonly string[]): Promise<void> {
  for (const point of await mountPoints(roots)) await execa('umount', ['--lazy', point], { reject: false });
  const [left] = await mountPoints(roots);
  if (left !== undefined) throw new Failure('MOUNT_STAYS', `${left} cannot be unmounted`);
}

async function mountPoints(roots: readonly string[]): Promise<readonly string[]> {
  return mountsBelow(await readFile('/proc/self/mountinfo', 'utf8'), roots);
}
