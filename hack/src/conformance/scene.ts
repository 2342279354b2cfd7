import { apiVersion, podMetric, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';

/** Port of the pods that serve a load. */
const port = 8080;

/** Serves one gauge for as long as nobody asks for /off. */
const loadServer = (load: number) => `
  let on = true;
  require('http').createServer((request, response) => {
    if (request.url === '/off') on = false;
    response.writeHead(on ? 200 : 500).end('load ${load}\\n');
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
  const readinessProbe = { httpGet: { path: '/', port }, periodSeconds: 1 };
  const command = ['node', '-e', loadServer(load / replicas)];
  return deployment(name, replicas, { containers: [container(image, command, { readinessProbe })] });
};

/** Something that an HPA may scale and that costs nothing: its pod fits no node. */
const idle = (name: string, image: string): object =>
  deployment(name, 1, {
    nodeSelector: { 'pricecast.dev/nowhere': 'true' },
    containers: [container(image, ['true'])],
  });

const scaler = (name: string): object => ({
  apiVersion,
  kind: predictiveScalerKind.kind,
  metadata: { name },
  spec: {
    targetRef: { name },
    maxReplicas: 10,
    mode: 'Observe',
    demand: {
      source: 'PodMetrics',
      podMetrics: { metric: 'load', kind: 'Gauge', port },
      intervalSeconds: 5,
    },
    capacity: { type: 'Fixed', loadPerReplica: '50' },
  },
});

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

const external = (name: string): object => ({
  type: 'External',
  external: { metric: { name, selector: { matchLabels: { scaler: 'gauge' } } }, target: perPod('1000') },
});

/**
 * What hack/conformance looks at: two scalers with a load that is known (137.5 and 60), and an HPA for every way in
 * which people ask. None of them changes anything but `fading`, whose source the program silences.
 */
export function conformanceScene(image: string, namespace: string): readonly object[] {
  const { desiredReplicas, observedLoad, costScore } = scalingMetrics;
  const ways = {
    object: objectMetric(ofScaler('gauge'), desiredReplicas, '100'),
    namespace: objectMetric({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, costScore, '100'),
    external: external(observedLoad),
    capitals: external(observedLoad.toUpperCase()),
    absent: objectMetric(ofScaler('nobody'), desiredReplicas, '1'),
  };
  return [
    served('gauge', image, 2, 137.5),
    served('fading', image, 2, 60),
    scaler('gauge'),
    scaler('fading'),
    hpa('pods', 'gauge', [2, 2], {
      type: 'Pods',
      pods: { metric: { name: podMetric }, target: perPod('1000') },
    }),
    hpa('fading', 'fading', [1, 3], objectMetric(ofScaler('fading'), desiredReplicas, '1')),
    ...Object.entries(ways).flatMap(([name, metric]) => [idle(name, image), hpa(name, name, [1, 1], metric)]),
  ];
}
