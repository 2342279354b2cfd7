import { cp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { runGo } from './go.ts';
import type { Tool } from './tool.ts';

const module = 'github.com/kedacore/keda/v2';
const version = '2.20.2';

/** Package of a program of KEDA, and the name under which KEDA's own Deployments call it. */
const programs = [
  ['operator', 'keda'],
  ['adapter', 'keda-adapter'],
  ['webhooks', 'keda-admission-webhooks'],
] as const;

/** Names of KEDA's programs in the folder of the tool. */
export const kedaPrograms: readonly string[] = programs.map(([, name]) => name);

/**
 * KEDA as its module publishes it: the programs, and beside them its own `config`, out of which it is installed. The
 * module is the main one of its build, so that its own replacements and checksums count.
 */
export const keda: Tool = {
  name: 'keda',
  version,
  takes: '8 min and 2.5 GB of memory',
  build: async (folder, log) => {
    const directory = await downloaded(folder);
    const packages = programs.map(([name]) => `./cmd/${name}`);
    const flags = ['-mod=readonly', '-trimpath', '-ldflags', `-s -w -X ${module}/version.Version=${version}`];
    await runGo(log, ['build', ...flags, '-o', `${folder}/`, ...packages], { cwd: directory });
    for (const [built, called] of programs) await rename(join(folder, built), join(folder, called));
    await cp(join(directory, 'config'), join(folder, 'config'), { recursive: true });
  },
};

/** Folder of the module in Go's cache. */
async function downloaded(cwd: string): Promise<string> {
  const { stdout } = await execa('go', ['mod', 'download', '-json', `${module}@v${version}`], { cwd });
  const { Dir: directory }: { Dir: string } = JSON.parse(stdout);
  return directory;
}
