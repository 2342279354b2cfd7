import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, sentenceOf } from '../failure.ts';
import { withLock } from '../lock.ts';
import { lastLines } from '../log-lines.ts';
import { type CacheInputs, cacheKey } from './cache-key.ts';

/** Something built or fetched once per machine. */
export interface Tool extends CacheInputs {
  /** About how long it takes on two cores, for the line that announces it. */
  readonly takes: string;
  /** Fills the empty folder; everything that it prints belongs into `log`. */
  build(folder: string, log: string): Promise<void>;
}

/** Where tools are kept and how the person who waits hears of it. */
export interface ToolShelf {
  readonly cache: string;
  readonly say: (line: string) => void;
}

/** Folder of a tool in the cache, whether it is there or not. */
export function toolFolder(cache: string, tool: CacheInputs): string {
  return join(cache, cacheKey(tool));
}

/**
 * Folder of a tool, built first if it is not there. A folder appears under its key only when it is complete, and
 * one process of the machine builds it while others wait.
 */
export async function ensureTool(shelf: ToolShelf, tool: Tool): Promise<string> {
  const folder = toolFolder(shelf.cache, tool);
  if (existsSync(folder)) return folder;
  await withLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) await buildTool(shelf, tool, folder);
  });
  return folder;
}

async function buildTool({ cache, say }: ToolShelf, tool: Tool, folder: string): Promise<void> {
  const log = join(cache, `${cacheKey(tool)}.log`);
  const staging = `${folder}.part`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const began = performance.now();
  const minutes = () => `${((performance.now() - began) / 60_000).toFixed(1)} min`;
  say(`  building ${tool.name} ${tool.version}, about ${tool.takes}, once per machine; log ${log}`);
  const progress = setInterval(() => say(`  still building ${tool.name}, ${minutes()}`), 60_000);
  try {
    await tool.build(staging, log);
    await rename(staging, folder);
  } catch (error) {
    const details = [sentenceOf(error).split('\n')[0] ?? '', ...(await lastLines(log, 12))];
    throw new Failure('TOOL_NOT_BUILT', `${tool.name} ${tool.version} could not be built; see ${log}`, {
      details,
      cause: error,
    });
  } finally {
    clearInterval(progress);
  }
}
