import { setTimeout as sleep } from 'node:timers/promises';
import { type Kubectl, kubectlOfState } from '../cluster/kubectl.ts';
import { network } from '../cluster/network.ts';
import { type LocalKafka, startLocalKafka } from '../kafka/local-kafka.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { applyObjects, scalerOf } from './apply-object.ts';
import { until } from './pipeline-watch.ts';
import { Arrivals } from './scaling/arrivals.ts';
import { type Experiment, gateExperiment } from './scaling/experiment.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { ScalerView } from './scaling/scaler-view.ts';
import { compareServed, isEqual } from './scaling/served-metrics.ts';
import { SteadyRecords } from './scaling/steady-records.ts';
import { workloadDeployment } from './scaling/workload.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

/** A port that the chart's policies let out. */
const brokerPort = 9092;
const topic = 'arrivals';
const hotTopic = 'hot';
const ratePerPod = 20;
/** Records per second by partition: nine in ten are of one symbol, and a symbol lies in one partition. */
const hotRates = [90, 2, 2, 2, 2, 2];
/** How long nothing may move while the numbers are away. */
const awaySeconds = 60;

/** Days of four minutes, of which the earlier ones are in the topic. */
const history: Experiment = {
  ...gateExperiment,
  curve: { ...gateExperiment.curve, quiet: 20, busy: 120 },
  partitions: 12,
};

interface Scene {
  readonly context: ProofContext;
  readonly scratch: ScratchNamespace;
  readonly broker: LocalKafka;
  readonly image: string;
}

export const scalingTopic: Proof = {
  name: 'scaling-topic',
  claim:
    'A scaler on a topic with history forecasts within 30 s, serves what its decision log says, names a hot partition, and keeps the pods while adapter or demand is away.',
  // Minutes of waiting on a cluster of its own; the test run has no room for them.
  needs: ['cluster', 'free-machine'],
  async run(context) {
    const image = await sampleImage('sample-consumer');
    await using broker = await startLocalKafka({ host: network.nodeAddress, port: brokerPort });
    await using scratch = await scratchNamespace(kubectlOfState(), 'pricecast-proof-topic');
    const { bootstrapServers } = broker;
    await using arrivals = await Arrivals.open(bootstrapServers, topic, history);
    context.say(`produced ${await arrivals.past()} records of the past`);
    await using _load = await SteadyRecords.open({
      bootstrapServers,
      topic,
      perPartition: new Array<number>(history.partitions).fill(ratePerPod / 4),
    });
    await using _hot = await SteadyRecords.open({
      bootstrapServers,
      topic: hotTopic,
      perPartition: hotRates,
    });
    const scene = { context, scratch, broker, image };
    return [
      await backfilled(scene),
      ...(await servedAsLogged(scene)),
      ...(await hotPartitionNamed(scene)),
      ...(await adapterAway(scene)),
      ...(await demandAway(scene)),
    ];
  },
};

const consumer = ({ image, broker }: Scene, name: string, from: string) =>
  workloadDeployment({
    name,
    image,
    replicas: 2,
    environment: {
      BOOTSTRAP_SERVERS: broker.bootstrapServers,
      TOPIC: from,
      GROUP: name,
      RATE: String(ratePerPod),
      START_SECONDS: '2',
    },
  });

const scaler = ({ broker }: Scene, name: string, from: string, mode: 'Full' | 'Observe') =>
  scalerOf(name, {
    maxReplicas: 12,
    mode,
    demand: {
      source: 'KafkaTopic',
      kafkaTopic: { bootstrapServers: [broker.bootstrapServers], topic: from, consumerGroup: name },
      intervalSeconds: 5,
      seasonsSeconds: [history.curve.cycleSeconds],
    },
    capacity: { type: 'Fixed', loadPerReplica: String(ratePerPod) },
  });

/** Three scalers, one after another: what holds once may be luck. */
async function backfilled(scene: Scene): Promise<Finding> {
  const { scratch, context } = scene;
  const names = ['first', 'second', 'orders'];
  await applyObjects(scratch.kubectl, ...names.map((name) => consumer(scene, name, topic)));
  const seconds: number[] = [];
  for (const name of names) {
    await applyObjects(scratch.kubectl, scaler(scene, name, topic, name === 'orders' ? 'Full' : 'Observe'));
    const created = performance.now();
    const view = new ScalerView(scratch, name);
    await until(`forecast of ${name}`, async () => (await view.status()).forecast, 120);
    seconds.push((performance.now() - created) / 1_000);
    context.say(`${name} forecasts ${seconds.at(-1)?.toFixed(1)} s after its creation`);
  }
  await scratch.kubectl(['delete', 'predictivescaler,deployment', 'first', 'second', '--timeout=60s']);
  return {
    what: 'first forecast after the creation of a scaler, three times',
    measured: seconds.map((one) => `${one.toFixed(1)} s`).join(', '),
    bound: '≤ 30 s',
    holds: seconds.every((one) => one <= 30),
  };
}

const scalingActive = (view: ScalerView, status: string, seconds: number) =>
  until(
    `ScalingActive=${status}`,
    async () => {
      const found = await view.hpaCondition('orders', 'ScalingActive');
      return found?.status === status ? found : undefined;
    },
    seconds,
  );

async function servedAsLogged({ scratch, context }: Scene): Promise<Finding[]> {
  const view = new ScalerView(scratch, 'orders');
  await scalingActive(view, 'True', 90);
  const compared = await compareServed(scratch, 'orders', 'orders');
  const wrong = compared.filter((one) => !isEqual(one));
  for (const { path, served, logged } of compared) context.say(`${served} served, ${logged} logged: ${path}`);
  return [
    {
      what: 'numbers served that differ from the decision log at that moment',
      measured: `${wrong.length} of ${compared.length}${wrong.map(({ path }) => ` ${path}`).join('')}`,
      bound: '0',
      holds: wrong.length === 0,
    },
  ];
}

async function hotPartitionNamed(scene: Scene): Promise<Finding[]> {
  const { scratch } = scene;
  await applyObjects(
    scratch.kubectl,
    consumer(scene, 'hot', hotTopic),
    scaler(scene, 'hot', hotTopic, 'Observe'),
  );
  const view = new ScalerView(scratch, 'hot');
  const limited = await until(
    'ScalingLimited',
    async () => {
      const found = await view.condition('ScalingLimited');
      return found?.status === 'True' ? found : undefined;
    },
    90,
  );
  const decision = (await view.explanation()).decisions.at(-1);
  const [wanted, load] = [decision?.desired ?? 0, decision?.load ?? 0];
  await scratch.kubectl(['delete', 'predictivescaler,deployment', 'hot', '--timeout=60s']);
  return [
    {
      what: 'pods asked for where one partition of six carries 90 %',
      measured: `${wanted} at ${load.toFixed(0)} records/s, for which ${Math.ceil(load / ratePerPod / 0.7)} would be 70 % each`,
      bound: 'no more than there are partitions',
      holds: wanted > 0 && wanted <= hotRates.length,
    },
    {
      what: 'what is said of the partition',
      measured: `${limited.reason}: ${limited.message}`,
      bound: 'HotPartition, and that more replicas cannot help it',
      holds: limited.reason === 'HotPartition' && limited.message.includes('more replicas cannot help it'),
    },
  ];
}

async function adapterAway({ scratch, context }: Scene): Promise<Finding[]> {
  const system: Kubectl = kubectlOfState();
  const scale = (count: number) =>
    system(['-n', 'pricecast-system', 'scale', 'deployment/pricecast-adapter', `--replicas=${count}`]);
  const view = new ScalerView(scratch, 'orders');
  await scale(0);
  try {
    const told = await scalingActive(view, 'False', 120);
    context.say(`without adapter: ${told.reason}: ${told.message}`);
    const kept = await replicasWhileAway(view);
    return [
      keptFinding('the adapter was stopped', kept),
      {
        what: 'condition of the HPA meanwhile',
        measured: told.reason,
        bound: 'FailedGetObjectMetric',
        holds: told.reason === 'FailedGetObjectMetric',
      },
      await backWithin(view, 'after the adapter was started', () => scale(1)),
    ];
  } finally {
    await scale(1);
  }
}

async function demandAway({ scratch, broker, context }: Scene): Promise<Finding[]> {
  const view = new ScalerView(scratch, 'orders');
  await broker.kill();
  const told = await scalingActive(view, 'False', 120);
  // The HPA may look while the adapter still waits for an answer; the scaler says so when that has failed.
  const fresh = await until(
    'DemandFresh=False',
    async () => {
      const seen = await view.condition('DemandFresh');
      return seen?.status === 'False' ? seen : undefined;
    },
    60,
  ).catch(() => view.condition('DemandFresh'));
  context.say(`without broker: ${told.message}`);
  context.say(`without broker: ${fresh?.reason}: ${fresh?.message}`);
  const kept = await replicasWhileAway(view);
  return [
    keptFinding('the broker was killed', kept),
    {
      what: 'condition of the HPA and of the scaler meanwhile',
      measured: `${told.reason}, DemandFresh=${fresh?.status} (${fresh?.reason})`,
      bound: 'FailedGetObjectMetric with our sentence, DemandFresh=False',
      holds:
        told.reason === 'FailedGetObjectMetric' &&
        told.message.includes('sample') &&
        fresh?.status === 'False',
    },
    await backWithin(view, 'after the broker was started', () => broker.start()),
  ];
}

/** Replicas that the Deployment is asked for, each second for as long as the numbers are away. */
async function replicasWhileAway(view: ScalerView): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let second = 0; second < awaySeconds; second += 2) {
    seen.push(await view.replicasOf('orders'));
    await sleep(2_000);
  }
  return seen;
}

const keptFinding = (what: string, seen: readonly number[]): Finding => ({
  what: `replicas while ${what}, over ${awaySeconds} s`,
  measured: [...new Set(seen)].join(', '),
  bound: 'one count, at least 1',
  holds: new Set(seen).size === 1 && (seen[0] ?? 0) >= 1,
});

async function backWithin(view: ScalerView, what: string, act: () => Promise<unknown>): Promise<Finding> {
  await act();
  const began = performance.now();
  await scalingActive(view, 'True', 180);
  const seconds = (performance.now() - began) / 1_000;
  return {
    what: `the HPA has its numbers again ${what}`,
    measured: `${seconds.toFixed(1)} s`,
    bound: '≤ 60 s',
    holds: seconds <= 60,
  };
}
