import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { bridgeIsUp, createBridge } from '../host/bridge.ts';
import { enableBridgeFilter } from '../host/bridge-filter.ts';
import { keepSnapshot, readSnapshot } from '../host/snapshot.ts';
import { readSysctl, writeSysctl } from '../host/sysctl.ts';
import { repositoryRoot } from '../repository.ts';
import { apiServer, type ControlPlaneSettings, controllerManager, etcd, scheduler } from './control-plane.ts';
import { type Daemon, livingRecord, logOf, runsAsWanted, startDaemon } from './daemon.ts';
import type { ConfigTexts } from './files.ts';
import { accepts, answersOk } from './health.ts';
import { localKubectl } from './kubectl.ts';
import type { Layout } from './layout.ts';
import { endpoint, network, type Port, ports } from './network.ts';
import { containerd, coredns, kubelet, kubeProxy, type Machinery } from './node-daemons.ts';
import { claimMachine, machineIsOurs } from './owner.ts';
import { certificateFile } from './pki.ts';
import type { Health, Step } from './step.ts';

/** Machine, before anything listens: what it was, forwarding, the bridge with the node's address. */
export function hostStep(layout: Layout): Step {
  return {
    name: 'machine: bridge, forwarding',
    timeoutSeconds: 20,
    alreadyDone: async () =>
      (await machineIsOurs(layout)) &&
      (await readSnapshot(layout.hostBefore)) !== undefined &&
      (await bridgeIsUp()) &&
      (await readSysctl('net/ipv4/ip_forward')) === '1',
    start: async () => {
      // Addresses are given out again from the first: what the files say is of pods that a reboot ended.
      if (!(await machineIsOurs(layout)))
        await rm(join(layout.state, 'cni'), { recursive: true, force: true });
      await claimMachine(layout);
      await keepSnapshot(layout.hostBefore);
      await writeSysctl('net/ipv4/ip_forward', '1');
      await enableBridgeFilter();
      await createBridge();
    },
  };
}

/** etcd, API server, controller manager and scheduler. */
export function controlPlaneSteps(settings: ControlPlaneSettings): readonly Step[] {
  const { layout } = settings;
  const authority = certificateFile(layout.pki, 'ca');
  const https = (port: Port, path: string) => () => answersOk(`https://${endpoint(port)}${path}`, authority);
  return [
    daemonStep(layout, etcd(settings), 60, () => answersOk(`http://${endpoint(ports.etcdHealth)}/health`)),
    daemonStep(layout, apiServer(settings), 120, https(ports.apiServer, '/readyz')),
    daemonStep(layout, controllerManager(settings), 60, https(ports.controllerManager, '/healthz')),
    daemonStep(layout, scheduler(settings), 60, https(ports.scheduler, '/healthz')),
  ];
}

/** containerd alone: images go into it before the kubelet asks for one. */
export function runtimeStep(layout: Layout, texts: ConfigTexts): Step {
  return daemonStep(layout, containerd(layout, texts['containerd.toml']), 60, () =>
    accepts(layout.containerdSocket),
  );
}

/** Kubelet, Services and names. */
export function nodeSteps(machinery: Machinery, texts: ConfigTexts): readonly Step[] {
  const { layout } = machinery;
  const http = (port: Port, path: string) => () => answersOk(`http://${endpoint(port)}${path}`);
  return [
    daemonStep(layout, kubelet(machinery, texts['kubelet.yaml']), 120, http(ports.kubeletHealth, '/healthz')),
    daemonStep(
      layout,
      kubeProxy(machinery, texts['kube-proxy.yaml']),
      60,
      http(ports.proxyHealth, '/healthz'),
    ),
    daemonStep(layout, coredns(machinery, texts.Corefile), 60, http(ports.dnsReady, '/ready')),
    {
      name: 'node Ready',
      timeoutSeconds: 90,
      health: () => nodeIsReady(layout),
      log: logOf(layout, 'kubelet'),
    },
    // A test that was killed may have left it closed, and there is no other node for pods to go to.
    { name: 'node open for pods', timeoutSeconds: 20, start: () => uncordon(layout) },
  ];
}

/** Links to the tools in hack/.state/bin, where daemons are started from and people find kubectl and helm. */
export async function linkPrograms(
  layout: Layout,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(layout.bin, { recursive: true });
  const plugin = join(repositoryRoot, 'adapter/cli/kubectl-pricecast');
  for (const [name, target] of Object.entries({ ...programs, 'kubectl-pricecast': plugin })) {
    const link = join(layout.bin, name);
    await rm(link, { force: true });
    await symlink(target, link);
  }
}

/** A step for one daemon: kept when it runs as wanted, otherwise (re)started; then healthy within its time. */
export function daemonStep(
  layout: Layout,
  daemon: Daemon,
  timeoutSeconds: number,
  health: () => Promise<Health>,
): Step {
  return {
    name: daemon.name,
    timeoutSeconds,
    alreadyDone: () => runsAsWanted(layout, daemon),
    start: async () => {
      await mkdir(layout.logs, { recursive: true });
      if (!existsSync(layout.run)) await mkdir(layout.run, { recursive: true });
      await startDaemon(layout, daemon);
    },
    health: async () => ((await livingRecord(layout, daemon)) ? health() : fail(daemon.name)),
    log: logOf(layout, daemon.name),
  };
}

/** A process that ended does not get healthy by waiting. */
function fail(name: string): never {
  throw new Failure('PROCESS_ENDED', `${name} started and ended`);
}

async function nodeIsReady(layout: Layout): Promise<Health> {
  const path =
    '{.status.conditions[?(@.type=="Ready")].status}{.status.conditions[?(@.type=="Ready")].message}';
  const answer = await localKubectl(layout)([
    'get',
    'node',
    network.nodeName,
    '-o',
    `jsonpath=${path}`,
  ]).catch(String);
  return answer.startsWith('True') || `the node is not Ready: ${answer}`;
}

async function uncordon(layout: Layout): Promise<void> {
  await localKubectl(layout)(['uncordon', network.nodeName]);
}
