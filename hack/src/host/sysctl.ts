import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

const root = '/proc/sys';

/** What kubelet, kube-proxy, the CNI plugins and `up` itself write below. */
const branches = ['kernel', 'net/ipv4', 'net/ipv6', 'net/netfilter', 'net/bridge', 'vm'];

/** Kernel parameters by their path below /proc/sys, `net/ipv4/ip_forward`. */
export type Sysctls = Readonly<Record<string, string>>;

/** Value of one parameter; undefined where the kernel has none of that name. */
export async function readSysctl(name: string): Promise<string | undefined> {
  return (await readReadable(join(root, name)))?.trimEnd();
}

/** Every readable and writable parameter that a cluster might change. */
export async function readSysctls(): Promise<Sysctls> {
  const names = (await Promise.all(branches.map((branch) => filesBelow(branch)))).flat().sort();
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

async function filesBelow(branch: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, branch), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Some parameters can only be written, and those of a link vanish with it: both have no value to keep. */
async function readReadable(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
