import { podMetric } from '@pricecast/crds';
import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { applyObjects } from './apply-object.ts';
import { until } from './pipeline-watch.ts';
import { followOrders, orderScaler, orderServices, ordersPerPod } from './scaling/order-service.ts';
import { PodWatch } from './scaling/pod-watch.ts';
import { PostedOrders } from './scaling/posted-orders.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { ScalerView } from './scaling/scaler-view.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

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
    await applyObjects(scratch.kubectl, ...orderServices(image, 'orders', 'carts'));
    await scratch.kubectl(['rollout', 'status', 'deployment/orders', 'deployment/carts', '--timeout=90s']);
    await using pods = await PodWatch.open(scratch.name);
    await applyObjects(scratch.kubectl, orderScaler('orders', { scaler: 'HPA' }));
    return [
      await withoutPipeline(),
      ...(await followOrders({ context, scratch, pods, stage: 'Full' })),
      await scaledLikeCpu(context, scratch, pods),
    ];
  },
};

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

async function scaledLikeCpu(
  { say }: ProofContext,
  scratch: ScratchNamespace,
  pods: PodWatch,
): Promise<Finding> {
  await using _posted = PostedOrders.begin(pods, 'carts', () => cpuLoad);
  await applyObjects(scratch.kubectl, orderScaler('carts', { scaler: 'None' }), cpuStyleHpa);
  const wanted = Math.ceil((100 * cpuLoad) / ordersPerPod / cpuPercent);
  const view = new ScalerView(scratch, 'carts');
  const reached = async () => ((await view.replicasOf('carts')) === wanted ? wanted : undefined);
  const replicas = await until('replicas of carts', reached, 150).catch(() => view.replicasOf('carts'));
  say((await view.hpaCondition('carts', 'ScalingActive'))?.message ?? 'no condition');
  return {
    what: `pods by an HPA on ${podMetric} at ${cpuPercent}, ${cpuLoad} orders/s of ${ordersPerPod} a pod`,
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
