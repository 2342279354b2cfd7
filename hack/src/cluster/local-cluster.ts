import { join } from 'node:path';
import { pauseImage } from '../images/bases.ts';
import { ensureStored, localReference } from '../images/containerd-store.ts';
import type { Image } from '../images/image.ts';
import type { ToolShelf } from '../tools/tool.ts';
import { bootstrapObjects } from './bootstrap-objects.ts';
import { controlPlaneSteps, daemonStep, hostStep, nodeSteps, runtimeStep } from './cluster-steps.ts';
import { logOf } from './daemon.ts';
import { type ConfigTexts, configTexts, placeConfig } from './files.ts';
import { kubectlWith } from './kubectl.ts';
import type { Layout } from './layout.ts';
import { localStore } from './local-store.ts';
import { volumeKeeper } from './node-daemons.ts';
import { lookOutside } from './outside.ts';
import { createPki, pkiIsComplete } from './pki.ts';
import type { Step } from './step.ts';
import { createVolumeFolders, persistentVolumes } from './volumes.ts';

/** What a local cluster is made with. */
export interface LocalSettings {
  readonly layout: Layout;
  readonly shelf: ToolShelf;
  /** Folder of the control plane's programs. */
  readonly programs: string;
  readonly hpaSyncSeconds: number;
}

/** The steps that bring the local cluster up, or repair what of it does not run. The last leaves a node that is Ready. */
export async function localClusterSteps(settings: LocalSettings): Promise<readonly Step[]> {
  const pause = await pauseImage(settings.shelf);
  const texts = configTexts(settings.layout, await lookOutside(), localReference(pause));
  return [
    ...machineSteps(settings, texts),
    ...controlPlane(settings, texts),
    ...node(settings, texts, pause),
  ];
}

function machineSteps({ layout }: LocalSettings, texts: ConfigTexts): readonly Step[] {
  const keysAreThere = async () => pkiIsComplete(layout);
  return [
    hostStep(layout),
    { name: 'keys', timeoutSeconds: 60, alreadyDone: keysAreThere, start: () => createPki(layout) },
    { name: 'configuration', timeoutSeconds: 10, start: () => placeConfig(layout, texts) },
  ];
}

function controlPlane(settings: LocalSettings, texts: ConfigTexts): readonly Step[] {
  const objects = { name: 'cluster objects', timeoutSeconds: 60, start: () => applyObjects(settings) };
  return [...controlPlaneSteps({ ...settings, auditPolicy: texts['audit-policy.yaml'] }), objects];
}

function node(settings: LocalSettings, texts: ConfigTexts, pause: Image): readonly Step[] {
  const { layout } = settings;
  const storePause = async () => void (await ensureStored(localStore(layout), pause));
  return [
    runtimeStep(layout, texts),
    { name: 'pause image', timeoutSeconds: 120, start: storePause, log: logOf(layout, 'images') },
    ...nodeSteps(settings, texts),
    daemonStep(layout, volumeKeeper(layout), 10, async () => true),
  ];
}

async function applyObjects({ layout, programs }: LocalSettings): Promise<void> {
  await createVolumeFolders(layout);
  const objects = `${bootstrapObjects()}---\n${persistentVolumes(layout)}`;
  const kubectl = kubectlWith(join(programs, 'kubectl'), layout.kubeconfig);
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], objects);
}
