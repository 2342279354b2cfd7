import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiVersion, podMetric, predictiveScalerKind } from '@pricecast/crds';
import { execa } from 'execa';
import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { kubeconfigPath, repositoryRoot } from '../repository.ts';
import { applyObjects } from './apply-object.ts';
import { until } from './pipeline-watch.ts';
import { loadAt } from './scaling/load-curve.ts';
import { PodWatch } from './scaling/pod-watch.ts';
import { PostedOrders } from './scaling/posted-orders.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { ScalerView } from './scaling/scaler-view.ts';
import { workloadDeployment } from './scaling/workload.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

const curve = { cycleSeconds: 240, quiet: 20, busy: 130, seed: 11 };
const importedCycles = 16;
const ratePerPod = 20;
const startSeconds = 15;
/** The load is followed from a quiet hour over the rise to the first peak. */
const [fromSecond, toSecond] = [12, 125];
const settleSeconds = 40;
/** Load of the service that is scaled in the style of CPU, and the percent that its HPA asks for. */
const [cpuLoad, cpuPercent] = [32, 40];

export const scalingOwnWorkload: Proof = {
  name: 'scaling-own-workload',
  claim:
    'A Deployment of one’s own with a counter in its pods and a history from a CSV is scaled before its load comes, without anything of a pipeline; an HPA in the style of CPU scales on the forecast.',
  // It follows a load in real time for minutes; the test run has no room for it.
  needs: ['cluster', 'free-machine'],
  async run(context) {
    const image = await sampleImage('sample-service');
    await using scratch = await scratchNamespace(kubectlOfState(), 'pricecast-proof-own');
    await applyObjects(scratch.kubectl, ...services(image));
    await scratch.kubectl(['rollout', 'status', 'deployment/orders', 'deployment/carts', '--timeout=90s']);
    await using pods = await PodWatch.open(scratch.name);
    return [
      await withoutPipeline(),
      ...(await scaledAhead(context, scratch, pods)),
      await scaledLikeCpu(context, scratch, pods),
    ];
  },
};

const services = (image: string): readonly object[] =>
  ['orders', 'carts'].map((name) =>
    workloadDeployment({
      name,
      image,
      replicas: 2,
      environment: { START_SECONDS: String(startSeconds) },
    }),
  );

const scaler = (name: string, form: object): object => ({
  apiVersion,
  kind: predictiveScalerKind.kind,
  metadata: { name },
  spec: {
    targetRef: { name },
    maxReplicas: 12,
    mode: 'Full',
    demand: {
      source: 'PodMetrics',
      podMetrics: { port: 8_080, metric: 'orders_total' },
      intervalSeconds: 5,
      seasonsSeconds: [curve.cycleSeconds],
    },
    capacity: { type: 'Fixed', loadPerReplica: String(ratePerPod) },
    behavior: { scaleDown: { stabilizationWindowSeconds: 30 } },
    ...form,
  },
});

async function withoutPipeline(): Promise<Finding> {
  const kubectl = kubectlOfState();
  const pipelines = await kubectl(['get', 'pricepipelines', '--all-namespaces', '-o', 'name']);
  return {
    what: 'pipelines in the cluster',
    measured: pipelines === '' ? 'none' : pipelines,
    bound: 'none',
    holds: pipelines === '',
  };
}

async function scaledAhead(
  context: ProofContext,
  scratch: ScratchNamespace,
  pods: PodWatch,
): Promise<Finding[]> {
  await applyObjects(scratch.kubectl, scaler('orders', { scaler: 'HPA' }));
  const begin = importedCycles * curve.cycleSeconds + fromSecond;
  await using posted = PostedOrders.begin(pods, 'orders', (second) => loadAt(begin + second, curve));
  context.say(await importPast(scratch, begin));
  const view = new ScalerView(scratch, 'orders');
  await until('stage Full', async () => ((await view.status()).stage === 'Full' ? true : undefined), 60);
  const seen = await follow(context, pods, posted);
  const rows = (await view.explanation()).decisions;
  const ahead = rows.filter(
    ({ desired, live, reason }) => reason === 'Forecast' && (desired ?? 0) > (live ?? 0),
  );
  const short = seen.filter(({ ready, load }) => ready * ratePerPod < load).length;
  const loads = seen.map(({ load }) => load);
  return [
    {
      what: 'rise that was followed, orders per second',
      measured: `${Math.min(...loads).toFixed(0)} to ${Math.max(...loads).toFixed(0)}`,
      bound: 'at least threefold',
      holds: Math.max(...loads) >= 3 * Math.min(...loads),
    },
    {
      what: 'decisions that asked for more than the newest sample did',
      measured: `${ahead.length} of ${rows.length}`,
      bound: 'some',
      holds: ahead.length > 0,
    },
    {
      what: 'share of the time in which the Ready pods handled less than arrived',
      measured: `${((100 * short) / seen.length).toFixed(1)} % of ${seen.length} s`,
      bound: '≤ 1 %',
      holds: short <= 0.01 * seen.length,
    },
  ];
}

/** Gives the scaler the days before by the plugin of kubectl, as a person would. */
async function importPast(scratch: ScratchNamespace, begin: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-proof-'));
  try {
    const now = Date.now();
    const rows = Array.from({ length: begin / 5 }, (_, index) => {
      const second = index * 5;
      return `${new Date(now + (second - begin) * 1_000).toISOString()},${loadAt(second, curve).toFixed(2)}`;
    });
    const file = join(folder, 'orders.csv');
    await writeFile(file, ['timestamp,value', ...rows].join('\n'));
    const plugin = join(repositoryRoot, 'adapter/cli/kubectl-pricecast');
    const { stdout } = await execa(plugin, ['import', 'psc/orders', file, '--namespace', scratch.name], {
      env: { KUBECONFIG: kubeconfigPath },
    });
    return `${stdout.trim()}: ${rows.length} rows`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Second {
  readonly ready: number;
  readonly load: number;
}

/** Both sides second by second, from when the scaler has taken hold. */
async function follow(
  { say }: ProofContext,
  pods: PodWatch,
  posted: PostedOrders,
): Promise<readonly Second[]> {
  const seen: Second[] = [];
  for (;;) {
    await sleep(1_000);
    const { second, load } = posted.now;
    if (second + fromSecond > toSecond) return seen;
    const { ready, present } = pods.count('orders');
    if (second >= settleSeconds) seen.push({ ready, load });
    if (Math.floor(second) % 10 === 0)
      say(`${second.toFixed(0)} s: ${load.toFixed(0)} orders/s, ${ready}/${present} pods`);
  }
}

async function scaledLikeCpu(
  { say }: ProofContext,
  scratch: ScratchNamespace,
  pods: PodWatch,
): Promise<Finding> {
  await using _posted = PostedOrders.begin(pods, 'carts', () => cpuLoad);
  await applyObjects(scratch.kubectl, scaler('carts', { scaler: 'None' }), cpuStyleHpa);
  const wanted = Math.ceil((100 * cpuLoad) / ratePerPod / cpuPercent);
  const view = new ScalerView(scratch, 'carts');
  const reached = async () => ((await view.replicasOf('carts')) === wanted ? wanted : undefined);
  const replicas = await until('replicas of carts', reached, 150).catch(() => view.replicasOf('carts'));
  say((await view.hpaCondition('carts', 'ScalingActive'))?.message ?? 'no condition');
  return {
    what: `pods by an HPA on ${podMetric} at ${cpuPercent}, ${cpuLoad} orders/s of ${ratePerPod} a pod`,
    measured: String(replicas),
    bound: String(wanted),
    holds: replicas === wanted,
  };
}

const cpuStyleHpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'carts' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'carts' },
    minReplicas: 1,
    maxReplicas: 12,
    metrics: [
      {
        type: 'Pods',
        pods: {
          metric: { name: podMetric },
          target: { type: 'AverageValue', averageValue: String(cpuPercent) },
        },
      },
    ],
  },
};
