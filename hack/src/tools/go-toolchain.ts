import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureTool, type Tool, type ToolShelf } from './tool.ts';

const version = '1.26.8';

/** From this version on Go fetches the toolchain that a go.mod asks for by itself. */
const selfSufficient = 21;

/**
 * A Go of our own for machines whose package is older than that (Debian 12 has 1.19). The toolchain is published
 * as a module, which any Go with modules can download; only its files then lack the right to be executed.
 */
const goToolchain: Tool = {
  name: 'go-toolchain',
  version,
  takes: '30 s',
  build: async (folder) => {
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    await writeFile(join(scratch, 'go.mod'), 'module scratch\n\ngo 1.16\n');
    const module = `golang.org/toolchain@v0.0.1-go${version}.linux-${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
    const { stdout } = await execa('go', ['mod', 'download', '-json', module], { cwd: scratch });
    const { Dir: directory }: { Dir: string } = JSON.parse(stdout);
    await cp(directory, join(folder, 'go'), { recursive: true });
    await rm(scratch, { recursive: true });
    await makeExecutable(join(folder, 'go/bin'));
    await makeExecutable(join(folder, 'go/pkg/tool'));
  },
};

/** Puts a Go that is new enough first in the PATH of this process; the machine's own where it will do. */
export async function useRecentGo(shelf: ToolShelf): Promise<void> {
  const { stdout } = await execa('go', ['env', 'GOVERSION']);
  if (isSelfSufficient(stdout)) return;
  const folder = await ensureTool(shelf, goToolchain);
  process.env.PATH = `${join(folder, 'go/bin')}:${process.env.PATH}`;
}

/** Whether `go1.x.y` is 1.21 or newer; development versions name themselves otherwise and are new. */
export function isSelfSufficient(goVersion: string): boolean {
  const minor = /^go1\.(\d+)/.exec(goVersion)?.[1];
  return minor === undefined || Number(minor) >= selfSufficient;
}

async function makeExecutable(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}
