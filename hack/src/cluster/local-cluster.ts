import { join } from 'node:path';
import { pauseImage } from '../images/bases.ts';
import { ensureStored, type LocalStore, localReference } from '../images/containerd-store.ts';
import { controlPlane, controlPlanePrograms } from '../tools/control-plane.ts';
import { helm } from '../tools/helm.ts';
import { ensureTool, type ToolShelf } from '../tools/tool.ts';
import { bootstrapObjects } from './bootstrap-objects.ts';
import {
  controlPlaneSteps,
  daemonStep,
  hostStep,
  linkPrograms,
  nodeSteps,
  runtimeStep,
} from './cluster-steps.ts';
import { logOf } from './daemon.ts';
import { type ConfigTexts, configTexts, placeConfig } from './files.ts';
import { localKubectl } from './kubectl.ts';
import type { Layout } from './layout.ts';
import { volumeKeeper } from './node-daemons.ts';
import { lookOutside } from './outside.ts';
import { createPki, pkiIsComplete } from './pki.ts';
import { runSteps, type Step, type StepReport } from './step.ts';
import { createVolumeFolders, persistentVolumes } from './volumes.ts';

/** What a local cluster is brought up with. */
export interface LocalSettings {
  readonly layout: Layout;
  readonly shelf: ToolShelf;
  readonly hpaSyncSeconds: number;
  readonly report: (report: StepReport) => void;
}

/** Brings the local cluster up, or repairs what of it does not run. Ends with a node that is Ready. */
export async function bringUpLocal(settings: LocalSettings): Promise<void> {
  const { layout, report, shelf } = settings;
  await runSteps(toolSteps(layout, shelf), report);
  const pause = await pauseImage(shelf);
  const texts = configTexts(layout, await lookOutside(), localReference(pause));
  await runSteps(
    clusterSteps(settings, texts, async () => void (await ensureStored(localStore(layout), pause))),
    report,
  );
}

/** Where images of the local cluster are built and kept. */
export function localStore(layout: Layout): LocalStore {
  return {
    workshop: { folder: layout.images, log: logOf(layout, 'images') },
    containerdSocket: layout.containerdSocket,
  };
}

function clusterSteps(
  settings: LocalSettings,
  texts: ConfigTexts,
  storePause: () => Promise<void>,
): readonly Step[] {
  const { layout } = settings;
  return [
    hostStep(layout),
    {
      name: 'keys',
      timeoutSeconds: 60,
      alreadyDone: async () => pkiIsComplete(layout),
      start: () => createPki(layout),
    },
    { name: 'configuration', timeoutSeconds: 10, start: () => placeConfig(layout, texts) },
    ...controlPlaneSteps({
      layout,
      auditPolicy: texts['audit-policy.yaml'],
      hpaSyncSeconds: settings.hpaSyncSeconds,
    }),
    { name: 'cluster objects', timeoutSeconds: 60, start: () => applyObjects(layout) },
    runtimeStep(layout, texts),
    { name: 'pause image', timeoutSeconds: 120, start: storePause, log: logOf(layout, 'images') },
    ...nodeSteps(layout, texts),
    daemonStep(layout, volumeKeeper(layout), 10, async () => true),
  ];
}

function toolSteps(layout: Layout, shelf: ToolShelf): readonly Step[] {
  const link = async () => {
    const programs = join(await ensureTool(shelf, controlPlane()), 'bin');
    const links = controlPlanePrograms.map((name) => [name, join(programs, name)] as const);
    await linkPrograms(layout, {
      ...Object.fromEntries(links),
      helm: join(await ensureTool(shelf, helm), 'helm'),
    });
  };
  return [{ name: 'tools', timeoutSeconds: 40 * 60, start: link }];
}

async function applyObjects(layout: Layout): Promise<void> {
  await createVolumeFolders(layout);
  const objects = `${bootstrapObjects()}---\n${persistentVolumes(layout)}`;
  await localKubectl(layout)(['apply', '--server-side', '--force-conflicts', '-f', '-'], objects);
}
