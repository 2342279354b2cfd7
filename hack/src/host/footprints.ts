import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders outside our own that kubelet, containerd and the CNI library write to, with no setting to change it. */
const folders = ['/etc/cni', '/run/containerd', '/var/lib/cni', '/var/lib/kubelet', '/var/log/containers'];

/** Those that are not there. */
export function absentFolders(): readonly string[] {
  return folders.filter((folder) => !existsSync(folder));
}

/** Takes our files out of those folders, and the folders that were absent before if nobody else filled them. */
export async function removeFootprints(
  paths: { readonly run: string; readonly logs: string },
  absentBefore: readonly string[],
): Promise<void> {
  await removeIf('/var/lib/cni/results', async (file) =>
    (await readFile(file, 'utf8')).includes(`"${paths.run}/`),
  );
  await removeIf('/var/log/containers', async (file) => (await readlink(file)).startsWith(paths.logs));
  if (absentBefore.includes('/etc/cni')) await rm('/etc/cni/net.d/cni.lock', { force: true });
  if (absentBefore.includes('/var/lib/kubelet'))
    await rm('/var/lib/kubelet/device-plugins', { recursive: true, force: true });
  for (const folder of absentBefore) await removeEmpty(folder);
}

async function removeIf(folder: string, isOurs: (file: string) => Promise<boolean>): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (await isOurs(file)) await rm(file);
  }
}

/** Removes a folder and those in it as far as they are empty. */
async function removeEmpty(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmpty(join(folder, entry.name));
  }
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}
