import { existsSync } from 'node:fs';
import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';

/** The groups that a kubelet makes: one below each controller with cgroup v1, one in all with v2. */
export async function podCgroups(): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const folders = ['', ...entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)];
  return folders.map((folder) => join(root, folder, 'kubepods')).filter((folder) => existsSync(folder));
}

/** Removes the groups of pods; they are empty once the pods' processes are gone. */
export async function removePodCgroups(): Promise<void> {
  for (const group of await podCgroups()) await removeTree(group);
}

/** The files in a group are the kernel's and go with it, so only folders are removed, the innermost first. */
async function removeTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(group, entry.name));
  await rmdir(group);
}
