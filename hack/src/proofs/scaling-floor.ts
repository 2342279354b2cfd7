import { annotationKeys, apiVersion, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';
import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof } from '../proof.ts';
import { applyObjects } from './apply-object.ts';
import { until } from './pipeline-watch.ts';
import { followOrders, orderScaler, orderServices, ordersPerPod } from './scaling/order-service.ts';
import { PodWatch } from './scaling/pod-watch.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

/** Share of what a pod handles to which the HPA of the user loads it. */
const reactiveUtilization = 0.7;
const ownMinReplicas = 2;

export const scalingFloor: Proof = {
  name: 'scaling-floor',
  claim:
    'An HPA that somebody applied by hand is scaled before its load comes by raising its minReplicas, and gets its own back when the scaler is deleted.',
  // It follows a load in real time for minutes; the test run has no room for it.
  needs: ['cluster', 'free-machine'],
  async run(context) {
    const image = await sampleImage('sample-service');
    await using scratch = await scratchNamespace(kubectlOfState(), 'pricecast-proof-floor');
    await applyObjects(scratch.kubectl, ...orderServices(image, 'orders'));
    await scratch.kubectl(['rollout', 'status', 'deployment/orders', '--timeout=90s']);
    await scratch.kubectl(['apply', '--filename', '-'], JSON.stringify(ownHpa));
    await using pods = await PodWatch.open(scratch.name);
    await applyObjects(scratch.kubectl, orderScaler('orders', { mode: 'Floor' }));
    const followed = await followOrders({ context, scratch, pods, stage: 'Floor' });
    const raised = await hpaOf(scratch);
    await scratch.kubectl(['delete', 'predictivescaler', 'orders']);
    return [...followed, isRaised(raised), await isGivenBack(scratch)];
  },
};

const ownHpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'orders' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' },
    minReplicas: ownMinReplicas,
    maxReplicas: 12,
    metrics: [
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion, kind: predictiveScalerKind.kind, name: 'orders' },
          metric: { name: scalingMetrics.observedLoad },
          target: { type: 'AverageValue', averageValue: String(ordersPerPod * reactiveUtilization) },
        },
      },
    ],
  },
};

interface SeenHpa {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly minReplicas: number };
}

const hpaOf = async ({ kubectl }: ScratchNamespace): Promise<SeenHpa> =>
  JSON.parse(await kubectl(['get', 'hpa', 'orders', '-o', 'json'])) as SeenHpa;

const ownOf = ({ metadata }: SeenHpa): string | undefined =>
  metadata.annotations?.[annotationKeys.ownMinReplicas];

const isRaised = (hpa: SeenHpa): Finding => ({
  what: 'minReplicas of the HPA at the end of the rise, and what it remembers as its own',
  measured: `${hpa.spec.minReplicas}, ${ownOf(hpa) ?? 'nothing'}`,
  bound: `more than ${ownMinReplicas}, ${ownMinReplicas}`,
  holds: hpa.spec.minReplicas > ownMinReplicas && ownOf(hpa) === String(ownMinReplicas),
});

async function isGivenBack(scratch: ScratchNamespace): Promise<Finding> {
  const look = async () => {
    const hpa = await hpaOf(scratch);
    return ownOf(hpa) === undefined ? hpa : undefined;
  };
  const { spec } = await until('the HPA is given back', look, 30);
  return {
    what: 'minReplicas of the HPA after the scaler is deleted',
    measured: String(spec.minReplicas),
    bound: String(ownMinReplicas),
    holds: spec.minReplicas === ownMinReplicas,
  };
}
