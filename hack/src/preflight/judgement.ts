import { network, ports } from '../cluster/network.ts';
import type { Facts } from './facts.ts';
import type { Listener } from './listeners.ts';

/** Something that keeps a local cluster from starting, and how to change that; one sentence each. */
export interface Problem {
  readonly what: string;
  readonly how: string;
}

const gibibyte = 1024 ** 3;

/** Free space that a cold `up` needs for modules, tools and images, with some air. */
const neededDisk = 8 * gibibyte;

/** What a warm one needs beside data. */
const neededDiskWarm = 2 * gibibyte;

/** The linker of the control plane takes 2.5 GB; the cluster with a sample runs in the same. */
const neededMemory = 3 * gibibyte;

/** Everything that is in the way, most basic first; empty when a local cluster can be brought up. */
export function problemsOf(facts: Facts): readonly Problem[] {
  if (facts.platform !== 'linux') return [notLinux(facts)];
  return [
    ...(facts.isRoot ? [] : [notRoot]),
    ...missingPrograms(facts),
    ...tooOldGo(facts),
    ...badPlace(facts),
    ...shortOfSpace(facts),
    ...shortOfMemory(facts),
    ...otherCluster(facts),
    ...takenLinks(facts),
    ...takenPorts(facts),
  ];
}

function notLinux({ platform }: Facts): Problem {
  return {
    what: `the local cluster needs Linux, and this is ${platform}`,
    how: 'use --target kind with Docker, or --target context',
  };
}

const notRoot: Problem = {
  what: 'the local cluster needs root (links, mounts, control groups)',
  how: 'run sudo hack/up, or use --target kind with Docker',
};

function missingPrograms({ missing }: Facts): readonly Problem[] {
  if (missing.length === 0) return [];
  const packages = [...new Set(missing.map((program) => program.package))].sort();
  return [
    {
      what: `missing: ${missing.map((program) => program.name).join(', ')}`,
      how: `apt-get install ${packages.join(' ')}`,
    },
  ];
}

/** From 1.21 on Go fetches the toolchain that a module asks for. */
function tooOldGo({ goVersion, toolsAreBuilt }: Facts): readonly Problem[] {
  if (toolsAreBuilt || goVersion === undefined) return [];
  const [major = 0, minor = 0] = goVersion.split('.').map(Number);
  if (major > 1 || minor >= 16) return [];
  return [
    {
      what: `Go ${goVersion} is too old to fetch a newer one`,
      how: 'install Go 1.21 or newer from https://go.dev/dl',
    },
  ];
}

/** The kubelet puts its longest-named socket there, and the path of a socket may have 107 bytes. */
const longestSocket = '/kubelet/pod-resources/kubelet.sock';

function badPlace({ state, stateIsOnOverlay }: Facts): readonly Problem[] {
  const problems: Problem[] = [];
  const bytes = Buffer.byteLength(state + longestSocket);
  if (bytes > 107)
    problems.push({
      what: `the path of this clone is ${bytes - 107} characters too long for sockets`,
      how: 'clone it elsewhere',
    });
  if (!/^[\w./@+-]+$/.test(state)) {
    problems.push({
      what: `the path ${state} has characters that mount options cannot carry`,
      how: 'clone it elsewhere',
    });
  }
  if (stateIsOnOverlay) {
    const what = `${state} lies on overlayfs, where containerd cannot make snapshots`;
    problems.push({ what, how: 'inside a container, clone into a volume' });
  }
  return problems;
}

function shortOfSpace({ freeDisk, toolsAreBuilt }: Facts): readonly Problem[] {
  const needed = toolsAreBuilt ? neededDiskWarm : neededDisk;
  return freeDisk
    .filter(({ bytes }) => bytes < needed)
    .map(({ folder, bytes }) => ({
      what: `${folder} has ${gib(bytes)} free, and ${gib(needed)} are needed`,
      how: 'free some space, or set PRICECAST_CACHE to a folder on a larger disk',
    }));
}

function shortOfMemory({ availableMemory, clusterRuns }: Facts): readonly Problem[] {
  if (clusterRuns || availableMemory >= neededMemory) return [];
  return [
    {
      what: `${gib(availableMemory)} of memory are available, and ${gib(neededMemory)} are needed`,
      how: 'end other programs',
    },
  ];
}

function otherCluster({ otherState }: Facts): readonly Problem[] {
  if (otherState === undefined) return [];
  const clone = otherState.replace(/\/hack\/\.state$/, '');
  return [
    {
      what: `the cluster of another clone runs: ${clone}`,
      how: `run ${clone}/hack/down; one machine carries one local cluster`,
    },
  ];
}

function takenLinks({ bridgeIsForeign, foreignRoutes, otherState }: Facts): readonly Problem[] {
  if (otherState !== undefined) return [];
  const bridge = {
    what: `a network link ${network.bridge} is there already and is not ours`,
    how: `stop what uses it, or run: ip link delete ${network.bridge}`,
  };
  const routes = foreignRoutes.map((link) => ({
    what: `the addresses ${network.podSubnet} of pods are routed to ${link}`,
    how: `take that network away (Podman's default network is one: podman network rm)`,
  }));
  return [...(bridgeIsForeign ? [bridge] : []), ...routes];
}

function takenPorts({ listeners, otherState }: Facts): readonly Problem[] {
  if (otherState !== undefined) return [];
  return Object.values(ports).flatMap((port) => {
    const holder = listeners.find((listener) => collides(listener, port));
    if (holder === undefined) return [];
    const by = holder.program === undefined ? 'another process' : `${holder.program} (process ${holder.pid})`;
    return [
      { what: `port ${port.port} of ${port.owner} is taken by ${by} on ${holder.address}`, how: 'stop it' },
    ];
  });
}

/** A server on all addresses is in the way of one on a single address, and so the other way round. */
function collides(listener: Listener, { address, port }: { address: string; port: number }): boolean {
  const everywhere = ['0.0.0.0', '*', '[::]', '::'].includes(listener.address);
  return listener.port === port && (everywhere || listener.address === address);
}

function gib(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}
