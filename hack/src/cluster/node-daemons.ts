import { join } from 'node:path';
import type { Daemon } from './daemon.ts';
import type { Layout } from './layout.ts';
import { network } from './network.ts';

/** Where the cluster keeps its things, and the folder of its programs. */
export interface Machinery {
  readonly layout: Layout;
  readonly programs: string;
}

/** containerd of our own. */
export function containerd(layout: Layout, config: string): Daemon {
  return {
    name: 'containerd',
    program: 'containerd',
    words: ['--config', join(layout.config, 'containerd.toml'), '--log-level', 'warn'],
    configuration: [config],
  };
}

/** The kubelet of the one node, on the address of the bridge. */
export function kubelet({ layout, programs }: Machinery, config: string): Daemon {
  return {
    name: 'kubelet',
    program: join(programs, 'kubelet'),
    words: [
      `--config=${join(layout.config, 'kubelet.yaml')}`,
      `--kubeconfig=${join(layout.config, 'node.kubeconfig')}`,
      `--root-dir=${join(layout.state, 'kubelet')}`,
      `--hostname-override=${network.nodeName}`,
      `--node-ip=${network.nodeAddress}`,
    ],
    configuration: [config],
  };
}

/** Services by iptables rules. */
export function kubeProxy({ layout, programs }: Machinery, config: string): Daemon {
  return {
    name: 'kube-proxy',
    program: join(programs, 'kube-proxy'),
    words: [`--config=${join(layout.config, 'kube-proxy.yaml')}`],
    configuration: [config],
  };
}

/** Names of Services for pods; a process of the machine, so that it needs no image and no pod to be up. */
export function coredns({ layout, programs }: Machinery, config: string): Daemon {
  return {
    name: 'coredns',
    program: join(programs, 'coredns'),
    words: ['-conf', join(layout.config, 'Corefile')],
    configuration: [config],
  };
}

/** Scrubs and releases volumes whose claim was deleted; there is no provisioner that would. */
export function volumeKeeper(layout: Layout): Daemon {
  const script = join(import.meta.dirname, 'volume-keeper.ts');
  return { name: 'volume-keeper', program: process.execPath, words: [script, layout.state] };
}
