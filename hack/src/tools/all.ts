import { existsSync } from 'node:fs';
import { conformance } from './conformance.ts';
import { controlPlane } from './control-plane.ts';
import { useRecentGo } from './go-toolchain.ts';
import { helm } from './helm.ts';
import { kafka } from './kafka.ts';
import { pause } from './pause.ts';
import { ensureTool, type Tool, type ToolShelf, toolFolder } from './tool.ts';

/** The longest first, so that a person sees early how long it will take. */
function allTools(): readonly Tool[] {
  return [controlPlane(), helm, kafka, pause()];
}

/** Whether everything that needs Go, Maven and the internet is in the cache already. */
export function allToolsAreBuilt(cache: string): boolean {
  return allTools().every((tool) => existsSync(toolFolder(cache, tool)));
}

/** Builds and fetches what is missing, one after another: each build keeps all processors busy. */
export async function buildAllTools(shelf: ToolShelf): Promise<void> {
  if (allToolsAreBuilt(shelf.cache)) return;
  await useRecentGo(shelf);
  for (const tool of allTools()) await ensureTool(shelf, tool);
}

/** Builds what only the tests need. */
export async function buildTestTools(shelf: ToolShelf): Promise<void> {
  await ensureGoTool(shelf, conformance());
}

/** Folder of a tool that is written in Go, built first if it is not there. */
export async function ensureGoTool(shelf: ToolShelf, tool: Tool): Promise<string> {
  const folder = toolFolder(shelf.cache, tool);
  if (existsSync(folder)) return folder;
  await useRecentGo(shelf);
  return ensureTool(shelf, tool);
}
