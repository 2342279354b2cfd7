import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target, UpArguments } from '../arguments.ts';
import { type Layout, layoutOf } from '../cluster/layout.ts';
import { deadOwner } from '../cluster/owner.ts';
import { runSteps } from '../cluster/step.ts';
import { traceSteps } from '../cluster/teardown.ts';
import { passPreflight } from '../preflight/preflight.ts';
import { readIfPresent } from '../process/table.ts';
import { printReport } from '../screen.ts';
import { allToolsAreBuilt, buildAllTools } from '../tools/all.ts';
import type { ToolShelf } from '../tools/tool.ts';
import type { ClusterTarget } from './cluster-target.ts';
import { contextTarget } from './context.ts';
import { kindIsPossible, kindTarget } from './kind.ts';
import { localTarget } from './local.ts';

/** The cluster that was asked for, with its tools there; fails with what is in the way. */
export async function chooseTarget(
  layout: Layout,
  wanted: UpArguments,
  shelf: ToolShelf,
): Promise<ClusterTarget> {
  const kind = await resolveTarget(layout, wanted.target);
  if (kind === 'local') await prepareLocal(layout, shelf);
  await mkdir(layout.logs, { recursive: true });
  await writeFile(targetFile(layout), `${kind}\n`);
  if (kind === 'kind') return kindTarget(layout, shelf);
  if (kind === 'context') return contextTarget({ registry: wanted.registry ?? '', tag: wanted.tag ?? '' });
  return localTarget({ layout, shelf, hpaSyncSeconds: wanted.hpaSyncSeconds });
}

/** What the last `up` worked on; `local` where nothing was recorded. */
export async function lastTarget(layout: Layout): Promise<string> {
  return ((await readIfPresent(targetFile(layout))) ?? 'local').trim();
}

async function resolveTarget(layout: Layout, wanted: Target): Promise<Exclude<Target, 'auto'>> {
  if (wanted !== 'auto') return wanted;
  const runs = await readIfPresent(layout.processes);
  return runs === undefined && (await kindIsPossible()) ? 'kind' : 'local';
}

async function prepareLocal(layout: Layout, shelf: ToolShelf): Promise<void> {
  const { cache, say } = shelf;
  await clearAfterTheDead(layout, say);
  await passPreflight({ layout, cache, toolsAreBuilt: allToolsAreBuilt(cache), say });
  await runSteps(
    [{ name: 'tools', timeoutSeconds: 45 * 60, start: () => buildAllTools(shelf) }],
    printReport,
  );
}

/** A cluster that was killed with its clone cannot clean up after itself, and its links would be in the way for good. */
async function clearAfterTheDead(layout: Layout, say: ToolShelf['say']): Promise<void> {
  const dead = await deadOwner(layout);
  if (dead === undefined || process.geteuid?.() !== 0) return;
  say(`clearing what a killed cluster left on this machine; its data stays in ${dead}`);
  await runSteps(traceSteps(layoutOf(dead)), printReport);
}

function targetFile(layout: Layout): string {
  return join(layout.state, 'target');
}
