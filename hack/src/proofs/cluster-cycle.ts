import { type Layout, layoutOf } from '../cluster/layout.ts';
import { listMachine, type MachineListing } from '../host/listing.ts';
import { listingDifferences } from '../host/listing-difference.ts';
import { isAlive, readProcessTable } from '../process/table.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { stateDirectory } from '../repository.ts';
import { allToolsAreBuilt } from '../tools/all.ts';
import { cacheDirectory } from '../tools/cache.ts';
import { runDown, runUp, upKilledAfter } from './cluster-commands.ts';

/** `up` is killed as soon as it has shown this step, so in the middle of the next. */
const killedAfter = {
  full: [
    'machine',
    'keys',
    'etcd',
    'kube-apiserver',
    'containerd',
    'kubelet',
    'node Ready',
    'image operator',
    'kinds',
  ],
  gate: ['kube-apiserver'],
} as const;

/**
 * The only proof that needs the machine to itself: it throws the cluster of this clone away, with its data, and
 * compares the machine without it before and after.
 */
export const clusterCycle: Proof = {
  name: 'cluster-cycle',
  claim: 'up is quick, repairs what died and can be killed anywhere; down leaves the machine as it was.',
  needs: ['free-machine'],
  async run(context) {
    const layout = layoutOf(stateDirectory);
    context.say('the cluster of this clone and its data are taken away first');
    await runDown(context);
    const before = await listMachine();
    const first = await firstUp(context);
    const repeated = await timedUp(context, 'up repeated', 30);
    const repaired = await repairs(context, layout);
    const removed = await comparedAfterDown(context, before, 'down after up');
    const interrupted = await interruptions(context);
    const removedAgain = await comparedAfterDown(context, before, 'down after interrupted ups');
    return [first, repeated, ...repaired, ...removed, ...interrupted, ...removedAgain];
  },
};

async function firstUp(context: ProofContext): Promise<Finding> {
  const warm = allToolsAreBuilt(cacheDirectory());
  return timedUp(
    context,
    warm ? 'up, tools in the cache and nothing else' : 'up, empty cache',
    warm ? 180 : 1200,
  );
}

async function timedUp(context: ProofContext, what: string, boundSeconds: number): Promise<Finding> {
  const began = performance.now();
  await runUp(context);
  const seconds = (performance.now() - began) / 1000;
  return {
    what,
    measured: `${seconds.toFixed(1)} s`,
    bound: `≤ ${boundSeconds} s`,
    holds: seconds <= boundSeconds,
  };
}

/** Kills each recorded process once; the next `up` has to bring a living one of that name. */
async function repairs(context: ProofContext, layout: Layout): Promise<readonly Finding[]> {
  const names = Object.keys((await readProcessTable(layout.processes)).processes);
  const findings: Finding[] = [];
  for (const group of context.scale === 'full' ? names.map((name) => [name]) : [names]) {
    await killProcesses(layout, group);
    context.say(`killed ${group.join(', ')}`);
    await runUp(context);
    findings.push(await allLive(layout, group));
  }
  return findings;
}

async function killProcesses(layout: Layout, names: readonly string[]): Promise<void> {
  const { processes } = await readProcessTable(layout.processes);
  for (const name of names) {
    const record = processes[name];
    if (record && (await isAlive(record))) process.kill(record.pid, 'SIGKILL');
  }
}

async function allLive(layout: Layout, names: readonly string[]): Promise<Finding> {
  const { processes } = await readProcessTable(layout.processes);
  const dead: string[] = [];
  for (const name of names) {
    const record = processes[name];
    if (!record || !(await isAlive(record))) dead.push(name);
  }
  const measured = dead.length === 0 ? 'lives and is healthy' : `dead: ${dead.join(', ')}`;
  return {
    what: `${names.join(', ')} after SIGKILL and up`,
    measured,
    bound: 'lives',
    holds: dead.length === 0,
  };
}

/** One `up` after another is killed, each further on than the last; then one is left to finish. */
async function interruptions(context: ProofContext): Promise<readonly Finding[]> {
  const steps = killedAfter[context.scale];
  for (const step of steps) await upKilledAfter(context, step);
  return [await timedUp(context, `up after ${steps.length} killed ones`, 180)];
}

async function comparedAfterDown(
  context: ProofContext,
  before: MachineListing,
  what: string,
): Promise<readonly Finding[]> {
  await runDown(context);
  const differences = listingDifferences(before, await listMachine());
  const lines = differences.flatMap(({ kind, gone, added }) => [
    ...gone.map((line) => `${kind} − ${line}`),
    ...added.map((line) => `${kind} + ${line}`),
  ]);
  const measured =
    lines.length === 0 ? 'equal' : `${lines.length} differences: ${lines.slice(0, 5).join('; ')}`;
  return [{ what: `${what}: machine before and after`, measured, bound: 'equal', holds: lines.length === 0 }];
}
