import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { program, run } from '../../../../charts/tests/helm.ts';
import { type ScratchApiServer, startScratchApiServer } from '../../../../charts/tests/scratch-api-server.ts';
import type { HpaBehavior, ScalingRules } from './behavior.ts';
import { HpaController } from './controller.ts';
import { type MetricReading, propose } from './propose.ts';
import { type MetricsProxy, startMetricsProxy } from './testing/metrics-proxy.ts';

const bounds = { min: 1, max: 40 };
const first = 3;
const rules = (changes: Partial<ScalingRules>): ScalingRules => ({
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 1 }],
  tolerance: 0,
  ...changes,
});

/**
 * Behaviours whose windows and periods are short, so that a minute shows them all. None is a multiple of the time
 * between two looks: at its edge a few milliseconds would decide.
 */
const behaviors: Readonly<Record<string, HpaBehavior>> = {
  plain: {
    scaleUp: rules({
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 3 },
        { type: 'Percent', value: 100, periodSeconds: 3 },
      ],
      tolerance: 0.1,
    }),
    scaleDown: rules({ stabilizationWindowSeconds: 6, tolerance: 0.1 }),
  },
  rendered: {
    scaleUp: rules({ policies: [{ type: 'Pods', value: 1_000, periodSeconds: 1 }] }),
    scaleDown: rules({ stabilizationWindowSeconds: 6 }),
  },
  strict: {
    scaleUp: rules({
      stabilizationWindowSeconds: 2,
      selectPolicy: 'Min',
      policies: [
        { type: 'Pods', value: 5, periodSeconds: 3 },
        { type: 'Percent', value: 50, periodSeconds: 3 },
      ],
    }),
    scaleDown: rules({ policies: [{ type: 'Pods', value: 3, periodSeconds: 3 }] }),
  },
  'never-down': {
    scaleUp: rules({ policies: [{ type: 'Pods', value: 1_000, periodSeconds: 1 }], tolerance: 0.05 }),
    scaleDown: rules({ selectPolicy: 'Disabled' }),
  },
};

/** What the metric is, second by second; undefined is a metric that cannot be read. */
const values: readonly (number | undefined)[] = [
  ...[3, 3, 3.2, 3.3, 3.4, 9, 9, 30, 30, 30, 30, 60, 60, 28, 28, 28.5, 31, 20, 20, 8],
  ...[8, undefined, undefined, 8, 8, 12, 12, 4, 4, 4, 4, 4, 4, 4, 4, 14, 14.4],
];
const seconds = values.length;

let server: ScratchApiServer;
let proxy: MetricsProxy;
let stopManager: () => Promise<void> = async () => undefined;

const kubectl = async (words: readonly string[], input = '') => {
  const answer = await run('kubectl', words, { kubeconfig: server.kubeconfig, input });
  if (answer.code !== 0) throw new Error(answer.err);
  return answer.out;
};

beforeAll(async () => {
  server = await startScratchApiServer();
  const kubeconfig = await readFile(server.kubeconfig, 'utf8');
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(kubeconfig)?.[1]);
  const token = /token: (\w+)/.exec(kubeconfig)?.[1] ?? '';
  proxy = await startMetricsProxy({ port, token }, (at) => values[Math.min(seconds - 1, Math.floor(at))]);
  const through = join(dirname(server.kubeconfig), 'through-proxy');
  await writeFile(through, throughProxy(kubeconfig, port));
  await kubectl(['apply', '-f', '-'], JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects() }));
  const manager = execa(program('kube-controller-manager'), managerWords(through), { reject: false });
  stopManager = async () => {
    manager.kill('SIGTERM');
    await manager;
  };
});
afterAll(async () => {
  await stopManager();
  await proxy?.stop();
  await server?.stop();
});

const throughProxy = (kubeconfig: string, port: number) =>
  kubeconfig
    .replace(`https://127.0.0.1:${port}`, `http://127.0.0.1:${proxy.port}`)
    .replace(', insecure-skip-tls-verify: true', '');

const managerWords = (kubeconfig: string): string[] => [
  `--kubeconfig=${kubeconfig}`,
  '--controllers=horizontal-pod-autoscaler-controller,deployment-controller,replicaset-controller',
  '--horizontal-pod-autoscaler-sync-period=1300ms',
  '--kube-api-content-type=application/json',
  '--leader-elect=false',
  '--secure-port=0',
  '--kube-api-qps=200',
  '--kube-api-burst=400',
];

/** A Deployment, whose pods are made and never run, and an HPA on a metric of its own for each behaviour. */
const objects = () =>
  Object.entries(behaviors).flatMap(([name, { scaleUp, scaleDown }]) => [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'default' },
      spec: {
        replicas: first,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'none', image: 'registry.example/none:1' }] },
        },
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name, namespace: 'default' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: bounds.min,
        maxReplicas: bounds.max,
        metrics: [
          {
            type: 'External',
            external: { metric: { name }, target: { type: 'AverageValue', averageValue: '1' } },
          },
        ],
        behavior: { scaleUp: sent(scaleUp), scaleDown: sent(scaleDown) },
      },
    },
  ]);

const sent = ({ tolerance, ...others }: ScalingRules) => ({ ...others, tolerance: String(tolerance) });

/** Counts that the model sets when it is asked at the same moments and told the same. */
function modelled(name: string): readonly number[] {
  const behavior = behaviors[name] as HpaBehavior;
  const controller = new HpaController(behavior, bounds);
  const counts = [first];
  for (const { at, value } of proxy.asked.filter(({ metric }) => metric === name)) {
    const replicas = counts.at(-1) ?? first;
    const reading: MetricReading =
      value === undefined ? { type: 'Failed', message: 'none' } : { type: 'Average', value, target: 1 };
    const next = controller.decide(at, replicas, propose(reading, replicas, behavior));
    if (next !== replicas) counts.push(next);
  }
  return counts.slice(1);
}

test('the HPA of Kubernetes and its model go through the same counts', { timeout: 150_000 }, async () => {
  await vi.waitUntil(() => (proxy.asked.at(-1)?.at ?? 0) > seconds, { timeout: 140_000, interval: 200 });
  const counts = Object.keys(behaviors).map((name) => {
    const set = proxy.scaled.filter(({ target }) => target === name).map(({ replicas }) => replicas);
    return [name, set] as const;
  });
  for (const [name, set] of counts) {
    expect([name, modelled(name).slice(0, set.length)]).toEqual([name, set]);
    expect(modelled(name).length - set.length).toBeLessThanOrEqual(1);
    expect(set.length).toBeGreaterThan(3);
  }
});
