import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from '../cluster/kubectl.ts';
import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { repositoryRoot } from '../repository.ts';
import { Crucible } from './crucible.ts';
import { type StandIn, whileOperatorIsAway } from './operator-stand-in.ts';
import { childrenOf, differences, namesOf, type Rendered, renderedOf } from './pipeline-objects.ts';
import { conditionOf, readPipeline } from './pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

/** Writes of the first pass over a new pipeline: its first status, nine children and the status of the pass. */
const firstPassWrites = 11;
const deletionsAfter = { gate: [4], full: range(1, firstPassWrites) } as const;
const phaseSeconds = 240;

export const operatorCrashPoints: Proof = {
  name: 'operator-crash-points',
  claim:
    'An operator that is killed between any two writes of create, change and delete ends in the same objects.',
  needs: ['cluster'],
  run: (context) => whileOperatorIsAway(kubectlOfState(), (standIn) => prove(context, standIn)),
};

async function prove(context: ProofContext, standIn: StandIn): Promise<Finding[]> {
  const kubectl = kubectlOfState();
  await using calm = await scratchNamespace(kubectl, 'pricecast-proof-calm');
  await using crash = await scratchNamespace(kubectl, 'pricecast-proof-crash');
  await using crucible = new Crucible({ kubectl, standIn, namespaces: [calm.name, crash.name] });
  const expected = await undisturbed(context, crucible, calm);
  const created = await disturbed(context, crucible, crash, expected);
  const deleted: Finding[] = [];
  for (const writes of deletionsAfter[context.scale]) {
    deleted.push(await deletedInBetween(context, crucible, crash, writes));
  }
  return [...created, ...deleted];
}

/** The pipeline begins with three shards, shrinks to one, and gets a stage that scales: applies, deletes, applies. */
const phases = { gate: ['create'], full: ['create', 'narrow', 'stage'] } as const;
type Phase = (typeof phases)['full'][number];

const enter = async (phase: Phase, kubectl: Kubectl): Promise<void> => {
  await applyPipeline(kubectl, 'btc', {
    symbolsPerShard: phase === 'create' ? 1 : 25,
    stage: phase === 'stage',
  });
};

type Objects = ReadonlyMap<Phase, Rendered>;

async function undisturbed(
  { scale, say }: ProofContext,
  crucible: Crucible,
  { kubectl, name }: ScratchNamespace,
): Promise<Objects> {
  const objects = new Map<Phase, Rendered>();
  for (const phase of phases[scale]) {
    await enter(phase, kubectl);
    await crucible.live(`${phase}: Ready without a crash`, () => readyGeneration(kubectl), phaseSeconds);
    const rendered = renderedOf(await childrenOf(kubectl, 'btc'), name);
    objects.set(phase, rendered);
    say(`${phase} without a crash: ${rendered.size} objects`);
  }
  await kubectl(['delete', 'pricepipeline', 'btc']);
  return objects;
}

async function disturbed(
  { say }: ProofContext,
  crucible: Crucible,
  { kubectl, name }: ScratchNamespace,
  expected: Objects,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [phase, wanted] of expected) {
    const before = crucible.deaths.length;
    await enter(phase, kubectl);
    await crucible.dieAtEveryWrite(
      `${phase}: Ready in spite of crashes`,
      () => readyGeneration(kubectl),
      phaseSeconds,
    );
    const deaths = crucible.deaths.slice(before);
    say(`${phase}: died after ${deaths.join(', ')}`);
    const seen = renderedOf(await childrenOf(kubectl, 'btc'), name);
    findings.push(...judge(phase, deaths, seen, wanted));
  }
  await kubectl(['delete', 'pricepipeline', 'btc']);
  return findings;
}

function judge(phase: Phase, deaths: readonly string[], seen: Rendered, wanted: Rendered): Finding[] {
  const odd = differences(seen, wanted);
  return [
    {
      what: `${phase}: lives that ended with a write`,
      measured: String(deaths.length),
      bound: '≥ 2',
      holds: deaths.length >= 2,
    },
    {
      what: `${phase}: objects that differ from a run without crashes`,
      measured: [String(odd.length), ...odd].join('; '),
      bound: `0 of ${wanted.size}`,
      holds: odd.length === 0 && wanted.size > 0,
    },
  ];
}

/** A pipeline that is deleted while its operator lies dead in the middle of making it. */
async function deletedInBetween(
  { say }: ProofContext,
  crucible: Crucible,
  { kubectl }: ScratchNamespace,
  writes: number,
): Promise<Finding> {
  const name = `half-${writes}`;
  await applyPipeline(kubectl, name, { symbolsPerShard: 25, stage: false });
  await crucible.die(writes, 30);
  const cascade = writes % 2 === 0 ? 'foreground' : 'background';
  say(`deleting in ${cascade} after write ${writes}: ${crucible.deaths.at(-1)}`);
  await kubectl(['delete', 'pricepipeline', name, `--cascade=${cascade}`, '--wait=false']);
  const leftovers = async () =>
    namesOf(await childrenOf(kubectl, name)).filter((child) => !child.startsWith('PersistentVolumeClaim/'));
  const left = await crucible.live(
    `${name}: nothing left`,
    async () => {
      if ((await readPipeline(kubectl, name)) !== undefined || (await leftovers()).length > 0)
        return undefined;
      // What is made after this by an operator that did not notice would be a leak.
      await sleep(2_000);
      return await leftovers();
    },
    90,
  );
  await kubectl(['delete', 'persistentvolumeclaims', '-l', `pricecast.dev/pipeline=${name}`]);
  return {
    what: `deleted in ${cascade} after write ${writes}: children left, retained volume aside`,
    measured: left.length === 0 ? '0' : left.join(', '),
    bound: '0',
    holds: left.length === 0,
  };
}

/** Gives something once the pipeline is Ready at its present generation. */
async function readyGeneration(kubectl: Kubectl): Promise<number | undefined> {
  const pipeline = await readPipeline(kubectl, 'btc');
  const ready = conditionOf(pipeline, 'Ready');
  const generation = pipeline?.metadata.generation;
  return ready?.status === 'True' && ready.observedGeneration === generation ? generation : undefined;
}

/** A stage with more than one pod at first, and a scaler. */
const scaledStage = '  processing: {}\n  scaling:\n    processor:\n      minReplicas: 2\n';

interface PipelineShape {
  readonly symbolsPerShard: number;
  readonly stage: boolean;
}

/** The sample that only collects under another name, with so many symbols to a collector. */
async function applyPipeline(
  kubectl: Kubectl,
  name: string,
  { symbolsPerShard, stage }: PipelineShape,
): Promise<void> {
  const sample = await readFile(join(repositoryRoot, 'crds/samples/valid/collect-only.yaml'), 'utf8');
  const text = stage ? `${sample}${scaledStage}` : sample;
  const renamed = text
    .replace('name: btc\n', `name: ${name}\n`)
    .replace('      type: Replay\n', `      type: Replay\n      symbolsPerShard: ${symbolsPerShard}\n`);
  await kubectl(['apply', '--server-side', '--filename', '-'], renamed);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
