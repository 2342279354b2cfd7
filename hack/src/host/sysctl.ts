import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

const root = '/proc/sys';

/** What kubelet, kube-proxy, the CNI plugins and `up` itself write; the rest is none of our business. */
const changedByClusters = [
  'kernel/keys',
  'kernel/panic',
  'kernel/panic_on_oops',
  'net/bridge',
  'net/ipv4',
  'net/ipv6/conf',
  'net/netfilter',
  'vm/overcommit_memory',
  'vm/panic_on_oom',
];

/** Kernel parameters by their path below /proc/sys, `net/ipv4/ip_forward`. */
export type Sysctls = Readonly<Record<string, string>>;

/** Value of one parameter; undefined where the kernel has none of that name. */
export async function readSysctl(name: string): Promise<string | undefined> {
  return (await readReadable(join(root, name)))?.trimEnd();
}

/** Every readable parameter at or below the branches given; by default those that a cluster might change. */
export async function readSysctls(branches: readonly string[] = changedByClusters): Promise<Sysctls> {
  const names = (await Promise.all(branches.map(filesOf))).flat().sort();
  const entries = await Promise.all(names.map(async (name) => [name, await readSysctl(name)] as const));
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

/** Sets one parameter; a Failure names it when the kernel refuses. */
export async function writeSysctl(name: string, value: string): Promise<void> {
  try {
    await writeFile(join(root, name), value);
  } catch (cause) {
    throw new Failure('SYSCTL_REFUSED', `the kernel parameter ${name} cannot be set to ${value}`, { cause });
  }
}

/** A branch is a folder, or a parameter itself; a kernel without it has nothing there. */
async function filesOf(branch: string): Promise<readonly string[]> {
  const path = join(root, branch);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [branch];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Some parameters can only be written, and those of a link vanish with it: both have no value to keep. */
async function readReadable(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
