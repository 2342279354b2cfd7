import { apiVersion, podMetric, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';
import { scalerOf } from '../proofs/apply-object.ts';

/** Port of the pods that serve a load. */
const port = 8080;

/** Serves one number, as a gauge and as JSON, until somebody asks for /off; /to/5 changes it. */
const loadServer = (load: number) => `
  let on = true;
  let load = ${load};
  require('http').createServer(({ url }, response) => {
    if (url === '/off') on = false;
    if (url.startsWith('/to/')) load = Number(url.slice(4));
    const text = url === '/json' ? JSON.stringify({ load }) : 'load ' + load + '\\n';
    response.writeHead(on || url === '/ready' ? 200 : 500).end(text);
  }).listen(${port});`;

const deployment = (name: string, replicas: number, pod: object): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 1,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        ...pod,
      },
    },
  },
});

const container = (image: string, command: readonly string[], more: object = {}): object => ({
  name: 'main',
  image,
  imagePullPolicy: 'IfNotPresent',
  command,
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  ...more,
});

/** Pods that each serve a share of a load. */
const served = (name: string, image: string, replicas: number, load: number): object => {
  const readinessProbe = { httpGet: { path: '/ready', port }, periodSeconds: 1 };
  const command = ['node', '-e', loadServer(load / replicas)];
  return deployment(name, replicas, { containers: [container(image, command, { readinessProbe })] });
};

/** Something that an HPA may scale and that costs nothing: its pod fits no node. */
const idle = (name: string, image: string): object =>
  deployment(name, 1, {
    nodeSelector: { 'pricecast.dev/nowhere': 'true' },
    containers: [container(image, ['true'])],
  });

const ofItsPods = { source: 'PodMetrics', podMetrics: { metric: 'load', kind: 'Gauge', port } };

const scaler = (name: string, { target = name, demand = ofItsPods as object, ...more } = {}): object =>
  scalerOf(name, {
    targetRef: { name: target },
    maxReplicas: 10,
    mode: 'Observe',
    demand: { ...demand, intervalSeconds: 5 },
    capacity: { type: 'Fixed', loadPerReplica: '50' },
    ...more,
  });

/** A Deployment without a pod, the load that may wake it, and a scaler that KEDA would be told by. */
const sleeping = (image: string): readonly object[] => [
  deployment('sleeper', 0, { containers: [container(image, ['true'])] }),
  served('dial', image, 1, 0),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'dial' },
    spec: { selector: { app: 'dial' }, ports: [{ port }] },
  },
  scaler('sleeper', {
    demand: { source: 'Http', http: { service: 'dial', port, path: '/json', valuePath: 'load' } },
    ...{ scaler: 'KEDA', minReplicas: 0 },
  }),
];

const hpa = (name: string, target: string, replicas: readonly [number, number], metric: object): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
    minReplicas: replicas[0],
    maxReplicas: replicas[1],
    metrics: [metric],
  },
});

const perPod = (averageValue: string) => ({ type: 'AverageValue', averageValue });

const objectMetric = (describedObject: object, name: string, averageValue: string): object => ({
  type: 'Object',
  object: { describedObject, metric: { name }, target: perPod(averageValue) },
});

const ofScaler = (name: string) => ({ apiVersion, kind: predictiveScalerKind.kind, name });

const external = (name: string, scaler = 'gauge'): object => ({
  type: 'External',
  external: { metric: { name, selector: { matchLabels: { scaler } } }, target: perPod('1000') },
});

const ofPods = (name: string): object => ({
  type: 'Pods',
  pods: { metric: { name }, target: perPod('1000') },
});

/** One scaler with a load that stays the same, and an HPA of the name `object` that reads its decisions. */
export const steadyScene = (image: string): readonly object[] => [
  served('gauge', image, 2, 137.5),
  scaler('gauge'),
  idle('asked-object', image),
  hpa(
    'object',
    'asked-object',
    [1, 1],
    objectMetric(ofScaler('gauge'), scalingMetrics.desiredReplicas, '100'),
  ),
];

/** Nothing, hardly anything, and more than a quantity of Kubernetes holds. */
const oddLoads = { nothing: 0, hardly: 0.0002, vast: 1e21 };

/** Ways in which people ask, each by an HPA of that name: those that get a number, and those that are told why not. */
function waysToAsk(namespace: string): Readonly<Record<string, object>> {
  const { desiredReplicas, observedLoad, costScore } = scalingMetrics;
  const itsNamespace = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const deploymentHardly = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'hardly' };
  return {
    object: objectMetric(ofScaler('gauge'), desiredReplicas, '100'),
    namespace: objectMetric(itsNamespace, costScore, '100'),
    external: external(observedLoad),
    capitals: external(observedLoad.toUpperCase()),
    absent: objectMetric(ofScaler('nobody'), desiredReplicas, '1'),
    'absent-namespace': objectMetric(itsNamespace, desiredReplicas, '1'),
    'absent-pods': ofPods(podMetric),
    'absent-external': external('nothing-like-it'),
    'no-series': external(observedLoad, 'nobody'),
    'two-scalers': objectMetric(deploymentHardly, desiredReplicas, '1'),
    vast: objectMetric(ofScaler('vast'), observedLoad, '1'),
    'fading-external': external(observedLoad, 'fading'),
  };
}

/**
 * What hack/conformance looks at: scalers with a load that is known (137.5, 60, none, hardly any and too much), one
 * that sleeps, and an HPA for every way in which people ask. Nothing changes but `fading` and `ebbing`, which the
 * program silences, and `dial`, by which it wakes the one that sleeps.
 */
export function conformanceScene(image: string, namespace: string): readonly object[] {
  const { desiredReplicas } = scalingMetrics;
  const loads = { gauge: 137.5, fading: 60, ebbing: 60, ...oddLoads };
  return [
    ...Object.entries(loads).flatMap(([name, load]) => [
      served(name, image, name in oddLoads ? 1 : 2, load),
      scaler(name),
    ]),
    scaler('another-hardly', { target: 'hardly' }),
    ...sleeping(image),
    hpa('pods', 'gauge', [2, 2], ofPods(podMetric)),
    hpa('fading', 'fading', [1, 3], objectMetric(ofScaler('fading'), desiredReplicas, '1')),
    hpa('ebbing', 'ebbing', [2, 2], ofPods(podMetric)),
    ...Object.entries(waysToAsk(namespace)).flatMap(([name, metric]) => {
      const target = `asked-${name}`;
      return [idle(target, image), hpa(name, target, [1, 1], metric)];
    }),
  ];
}
