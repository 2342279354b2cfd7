import { join } from 'node:path';

/** Where a local cluster keeps its things. All paths are absolute. */
export interface Layout {
  readonly state: string;
  /** Sockets and what must not outlive a boot; short, because a Unix socket path may have 107 bytes. */
  readonly run: string;
  /** Names the state folder of the clone whose cluster this machine carries. */
  readonly owner: string;
  readonly bin: string;
  readonly pki: string;
  readonly config: string;
  readonly logs: string;
  readonly volumes: string;
  readonly manifests: string;
  readonly images: string;
  readonly kubeconfig: string;
  readonly processes: string;
  readonly hostBefore: string;
  readonly containerdSocket: string;
}

/** One machine carries one local cluster (its addresses and ports are fixed), so its run folder is fixed too. */
export const runDirectory = '/run/pricecast';

/** The layout of the cluster whose state lies in `state` (hack/.state of a clone). */
export function layoutOf(state: string): Layout {
  return {
    state,
    run: runDirectory,
    owner: join(runDirectory, 'owner'),
    bin: join(state, 'bin'),
    pki: join(state, 'pki'),
    config: join(state, 'config'),
    logs: join(state, 'logs'),
    volumes: join(state, 'volumes'),
    manifests: join(state, 'manifests'),
    images: join(state, 'images'),
    kubeconfig: join(state, 'kubeconfig'),
    processes: join(state, 'processes.json'),
    hostBefore: join(state, 'host-before.json'),
    containerdSocket: join(runDirectory, 'containerd.sock'),
  };
}
