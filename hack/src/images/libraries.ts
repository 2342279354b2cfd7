import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** Files that `ldd` names in its output, the loader included. */
export function librariesIn(lddOutput: string): readonly string[] {
  const paths = lddOutput.split('\n').map((line) => /(?:=>\s+)?(\/\S+)\s+\(0x[0-9a-f]+\)/.exec(line)?.[1]);
  return [...new Set(paths.filter((path) => path !== undefined))].sort();
}

/** Libraries that a program loads, and those by which glibc resolves names where they are files of their own. */
export async function librariesOf(programs: readonly string[]): Promise<readonly string[]> {
  const outputs = await Promise.all(programs.map((program) => execa('ldd', [program])));
  const named = new Set(outputs.flatMap(({ stdout }) => librariesIn(stdout)));
  const libc = [...named].find((path) => path.endsWith('/libc.so.6'));
  const resolvers = ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2'];
  const beside = libc === undefined ? [] : resolvers.map((name) => join(dirname(libc), name));
  return [...named, ...beside.filter((path) => existsSync(path))].sort();
}

/** Copies files to the same place below `root`, links followed. */
export async function copyInto(root: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const target = join(root, file);
    await mkdir(dirname(target), { recursive: true });
    await cp(file, target, { dereference: true });
  }
}

/** Bytes of files, as inputs of an image's tag. */
export async function bytesOf(files: readonly string[]): Promise<readonly Uint8Array[]> {
  return Promise.all(files.map((file) => readFile(file)));
}
