import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteBridge } from '../host/bridge.ts';
import { removePodCgroups } from '../host/cgroups.ts';
import { removeFootprints } from '../host/footprints.ts';
import { restoreHost } from '../host/restore.ts';
import { readSnapshot } from '../host/snapshot.ts';
import { unmountBelow } from '../host/unmount.ts';
import { markedProcesses } from '../process/marked.ts';
import { readProcessTable } from '../process/table.ts';
import { type Daemon, livingRecord, logOf, startDaemon, stopDaemon, stopProcess } from './daemon.ts';
import { accepts } from './health.ts';
import type { Layout } from './layout.ts';
import { containerd } from './node-daemons.ts';
import type { Step } from './step.ts';
import { endPods } from './tasks.ts';

/** First the kubelet, which would start pods again, and what follows the API; containerd lives until pods are gone. */
const beforePods = ['volume-keeper', 'kubelet'];
const afterPods = [
  'kube-proxy',
  'coredns',
  'kube-scheduler',
  'kube-controller-manager',
  'kube-apiserver',
  'etcd',
  'containerd',
];

/** The steps that stop the local cluster and put the machine back as it was. Data stays. */
export function teardownSteps(layout: Layout): readonly Step[] {
  return [
    { name: 'kubelet', timeoutSeconds: 30, start: () => stopAll(layout, beforePods) },
    { name: 'pods', timeoutSeconds: 90, start: () => stopPods(layout), log: logOf(layout, 'containerd') },
    { name: 'control plane, containerd', timeoutSeconds: 90, start: () => stopAll(layout, afterPods) },
    { name: 'left-over processes', timeoutSeconds: 60, start: () => stopMarked(layout) },
    ...traceSteps(layout),
  ];
}

/** The steps that put the machine back as it was once no process of the cluster lives. Data stays. */
export function traceSteps(layout: Layout): readonly Step[] {
  return [
    { name: 'mounts, groups, links', timeoutSeconds: 60, start: () => removeTraces(layout) },
    { name: 'iptables, kernel parameters', timeoutSeconds: 60, start: () => restoreMachine(layout) },
    { name: 'files of the run', timeoutSeconds: 60, start: () => removeRunFiles(layout) },
  ];
}

/** Removes everything that `up` kept: keys, etcd's data, volumes, images, logs. */
export async function removeData(layout: Layout): Promise<void> {
  await rm(layout.state, { recursive: true, force: true });
}

async function stopAll(layout: Layout, names: readonly string[]): Promise<void> {
  const { processes } = await readProcessTable(layout.processes);
  for (const name of names) {
    const record = processes[name];
    if (record) await stopDaemon(layout, name, record);
  }
}

/** Only containerd knows the pods and can end them, so a dead one is started once more. */
async function stopPods(layout: Layout): Promise<void> {
  if (!existsSync(join(layout.config, 'containerd.toml')) || !existsSync(layout.run)) return;
  const daemon: Daemon = containerd(layout, '');
  if (!(await livingRecord(layout, daemon))) await startDaemon(layout, daemon);
  while ((await accepts(layout.containerdSocket)) !== true)
    await new Promise((resolve) => setTimeout(resolve, 200));
  await endPods(layout.containerdSocket);
}

/** Processes that carry our mark: daemons that were never recorded, and shims that lost their containerd. */
async function stopMarked(layout: Layout): Promise<void> {
  for (const process of await markedProcesses(layout.state)) await stopProcess(process, process.program);
}

async function removeTraces(layout: Layout): Promise<void> {
  await unmountBelow([layout.state, layout.run]);
  await removePodCgroups();
  await deleteBridge();
}

async function restoreMachine(layout: Layout): Promise<void> {
  const before = await readSnapshot(layout.hostBefore);
  if (before === undefined) return;
  await restoreHost(before);
  await removeFootprints(layout, before.absentFolders);
}

async function removeRunFiles(layout: Layout): Promise<void> {
  const files = [layout.run, join(layout.state, 'cni'), layout.processes, layout.hostBefore];
  for (const file of files) await rm(file, { recursive: true, force: true });
}
