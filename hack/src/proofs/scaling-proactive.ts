import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KafkaAdmin } from '@pricecast/stream';
import { kubectlOfState } from '../cluster/kubectl.ts';
import { network } from '../cluster/network.ts';
import { startLocalKafka } from '../kafka/local-kafka.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { stateDirectory } from '../repository.ts';
import { applyObjects } from './apply-object.ts';
import { until } from './pipeline-watch.ts';
import { Arrivals } from './scaling/arrivals.ts';
import {
  type Experiment,
  fullExperiment,
  gateExperiment,
  type PretendingSide,
  type Side,
} from './scaling/experiment.ts';
import { reactiveHpas, sideDeployments, sideScaler } from './scaling/objects.ts';
import { observeSides, type SideRecords } from './scaling/observe-sides.ts';
import { PodWatch } from './scaling/pod-watch.ts';
import { plainPretender, pretend, pretenders, pretendingSides } from './scaling/pretenders.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { beats, type Score, type SideRecord, scoreOf } from './scaling/score.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

const topic = 'arrivals';
/** A port that the chart's policies let out. */
const brokerPort = 9092;

export const scalingProactive: Proof = {
  name: 'scaling-proactive',
  claim:
    'Pods are Ready before the load: short at most 1 % of the time and less than half as often as a plain HPA, at no more than 1.1 times its pod-seconds.',
  // Two crowds of pods start and stop on one machine: another worker on it would be measured instead.
  needs: ['cluster', 'free-machine'],
  async run(context) {
    const experiment = context.scale === 'full' ? fullExperiment : gateExperiment;
    const images = {
      'sample-consumer': await sampleImage('sample-consumer'),
      'sample-service': await sampleImage('sample-service'),
    };
    await using broker = await startLocalKafka({ host: network.nodeAddress, port: brokerPort });
    await using scratch = await scratchNamespace(kubectlOfState(), 'pricecast-proof-scaling');
    const { bootstrapServers } = broker;
    await using arrivals = await Arrivals.open(bootstrapServers, topic, experiment);
    context.say(`produced ${await arrivals.past()} records of ${experiment.earlierCycles} earlier cycles`);
    const parts = { experiment, images, bootstrapServers, topic };
    const running = new AbortController();
    const signal = AbortSignal.any([context.signal, running.signal]);
    const producing = arrivals.present(signal);
    try {
      const records = await watchAll(context, { scratch, parts, arrivals }, signal);
      await keep(records, arrivals.perSecond);
      return judge(records, arrivals.perSecond, experiment);
    } finally {
      running.abort();
      await producing;
    }
  },
};

interface Scene {
  readonly scratch: ScratchNamespace;
  readonly parts: Parameters<typeof sideScaler>[1];
  readonly arrivals: Arrivals;
}

async function watchAll(
  { say }: ProofContext,
  { scratch, parts, arrivals }: Scene,
  signal: AbortSignal,
): Promise<SideRecords> {
  const { kubectl } = scratch;
  const { experiment } = parts;
  await applyObjects(kubectl, ...sideDeployments(parts));
  const scalers = (['predictive', 'reactive'] as const).map((side) => sideScaler(side, parts));
  await applyObjects(kubectl, ...scalers, ...reactiveHpas(parts));
  const created = performance.now();
  await until('forecast', async () => (await forecastOf(scratch)) || undefined, 180);
  say(`forecasts from back-fill ${((performance.now() - created) / 1_000).toFixed(1)} s after its creation`);
  await using pods = await PodWatch.open(scratch.name);
  const { bootstrapServers } = parts;
  const log = { debug: () => {}, warn: () => {} };
  const admin = await KafkaAdmin.connect({ bootstrapServers: [bootstrapServers], clientId: 'proof' }, log);
  try {
    const { perSecond } = arrivals;
    const beginMs = arrivals.begin();
    return await observeSides({ experiment, beginMs, pods, admin, topic, perSecond, say }, signal);
  } finally {
    await admin.close();
  }
}

const forecastOf = ({ kubectl }: ScratchNamespace): Promise<string> =>
  kubectl(['get', 'predictivescaler', 'predictive', '-o', 'jsonpath={.status.forecast}']);

/** What was seen stays for whoever wants to look closer. */
async function keep(records: SideRecords, perSecond: readonly number[]): Promise<void> {
  const text = JSON.stringify({ perSecond, ...Object.fromEntries(records) });
  await writeFile(join(stateDirectory, 'scaling-proactive.json'), text);
}

function judge(records: SideRecords, perSecond: readonly number[], experiment: Experiment): Finding[] {
  const score = (side: Side) => scoreOf(seenOf(records, side), perSecond, experiment);
  const [predictive, reactive] = [score('predictive'), score('reactive')];
  const ratio = predictive.podSeconds / reactive.podSeconds;
  return [
    {
      what: `share of time short, predictive (asked: ${experiment.riskPercent} %) against plain HPA`,
      measured: `${predictive.shortPercent.toFixed(2)} % against ${reactive.shortPercent.toFixed(2)} %`,
      bound: '≤ 1 % and less than half',
      holds: predictive.shortPercent <= 1 && predictive.shortPercent < reactive.shortPercent / 2,
    },
    {
      what: 'longest lag',
      measured: `${predictive.maxLagSeconds} s against ${reactive.maxLagSeconds} s`,
      bound: 'not longer',
      holds: predictive.maxLagSeconds <= reactive.maxLagSeconds,
    },
    {
      what: 'pod-seconds ÷ those needed',
      measured: `${predictive.podSecondsRatio.toFixed(2)} against ${reactive.podSecondsRatio.toFixed(2)}: ${ratio.toFixed(2)} ×`,
      bound: '≤ 1.1 × the plain HPA',
      holds: ratio <= 1.1,
    },
    ...pretendingSides.map((side) =>
      records.has(side)
        ? unmasked(`pretender, on the cluster: ${pretenders[side].called}`, score(side), reactive)
        : unmaskedInSimulation(side, perSecond, experiment),
    ),
  ];
}

function seenOf(records: SideRecords, side: Side): SideRecord {
  const record = records.get(side);
  if (record === undefined) throw new RangeError(`SIDE_UNSEEN: ${side} took no part`);
  return record;
}

/** Simulated on the arrivals that were recorded, and compared with a plain HPA of the same simulation: what it leaves out, it leaves out for both. */
function unmaskedInSimulation(
  side: PretendingSide,
  perSecond: readonly number[],
  experiment: Experiment,
): Finding {
  const score = (one: PretendingSide) => scoreOf(pretend(one, perSecond, experiment), perSecond, experiment);
  return unmasked(`pretender, simulated: ${pretenders[side].called}`, score(side), score(plainPretender));
}

/** The proof would be worth nothing if one of them passed. */
const unmasked = (what: string, score: Score, reactive: Score): Finding => ({
  what,
  measured: `short ${score.shortPercent.toFixed(2)} %, ${(score.podSeconds / reactive.podSeconds).toFixed(2)} × pod-seconds`,
  bound: 'fails the bounds above',
  holds: !beats(score, reactive),
});
