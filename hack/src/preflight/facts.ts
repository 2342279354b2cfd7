import { mkdir, statfs } from 'node:fs/promises';
import { execa } from 'execa';
import type { Layout } from '../cluster/layout.ts';
import { network } from '../cluster/network.ts';
import { otherOwner } from '../cluster/owner.ts';
import { findProgram } from '../find-program.ts';
import { bridgeExists } from '../host/bridge.ts';
import { readSnapshot } from '../host/snapshot.ts';
import { markedProcesses } from '../process/marked.ts';
import { readIfPresent } from '../process/table.ts';
import { type Listener, parseListeners } from './listeners.ts';
import { buildPrograms, imagePrograms, type NeededProgram, runtimePrograms } from './programs.ts';

/** What decides whether a local cluster can be brought up here. */
export interface Facts {
  readonly platform: string;
  /** Where the state of the cluster lies. */
  readonly state: string;
  readonly stateIsOnOverlay: boolean;
  readonly isRoot: boolean;
  readonly missing: readonly NeededProgram[];
  /** `1.26.8`; undefined when there is no Go. */
  readonly goVersion: string | undefined;
  readonly toolsAreBuilt: boolean;
  readonly freeDisk: readonly { readonly folder: string; readonly bytes: number }[];
  readonly availableMemory: number;
  readonly clusterRuns: boolean;
  /** State folder of another clone whose processes live. */
  readonly otherState: string | undefined;
  readonly bridgeIsForeign: boolean;
  /** Links other than our bridge to which addresses of pods are routed. */
  readonly foreignRoutes: readonly string[];
  /** Sockets of processes that are not ours. */
  readonly listeners: readonly Listener[];
}

/** Looks at the machine; changes nothing. */
export async function gatherFacts(layout: Layout, cache: string, toolsAreBuilt: boolean): Promise<Facts> {
  const needed = [...runtimePrograms, ...imagePrograms, ...(toolsAreBuilt ? [] : buildPrograms)];
  const ours = await markedProcesses(layout.state);
  return {
    platform: process.platform,
    state: layout.state,
    stateIsOnOverlay: await isOnOverlay(layout.state),
    isRoot: process.geteuid?.() === 0,
    missing: needed.filter(({ name }) => findProgram(name) === undefined),
    goVersion: await goVersion(),
    toolsAreBuilt,
    freeDisk: await Promise.all([layout.state, cache].map(freeDisk)),
    availableMemory: await availableMemory(),
    clusterRuns: ours.length > 0,
    otherState: await otherOwner(layout),
    bridgeIsForeign: (await bridgeExists()) && (await readSnapshot(layout.hostBefore)) === undefined,
    foreignRoutes: await foreignRoutes(),
    listeners: await foreignListeners(new Set(ours.map(({ pid }) => pid))),
  };
}

async function goVersion(): Promise<string | undefined> {
  const { stdout } = await execa('go', ['env', 'GOVERSION'], { reject: false });
  return /^go(\d+\.\d+(\.\d+)?)/.exec(stdout ?? '')?.[1];
}

async function freeDisk(folder: string): Promise<{ folder: string; bytes: number }> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return { folder, bytes: bavail * bsize };
}

/** The number by which the kernel names its overlay file system. */
const overlayMagic = 0x794c7630;

async function isOnOverlay(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  return (await statfs(folder)).type === overlayMagic;
}

async function availableMemory(): Promise<number> {
  const text = (await readIfPresent('/proc/meminfo')) ?? '';
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

async function foreignRoutes(): Promise<readonly string[]> {
  const { stdout } = await execa('ip', ['-json', 'route', 'show', 'to', 'match', network.firstPodAddress], {
    reject: false,
  });
  const routes: readonly { dst: string; dev?: string }[] = JSON.parse(stdout || '[]');
  return routes
    .filter(({ dst, dev }) => dst !== 'default' && dev !== network.bridge)
    .map(({ dst, dev }) => dev ?? dst);
}

async function foreignListeners(ours: ReadonlySet<number>): Promise<readonly Listener[]> {
  const outputs = await Promise.all(
    ['-t', '-u'].map((kind) => execa('ss', ['-H', '-l', '-n', '-p', kind], { reject: false })),
  );
  return outputs
    .flatMap(({ stdout }) => parseListeners(stdout ?? ''))
    .filter(({ pid }) => pid === undefined || !ours.has(pid));
}
