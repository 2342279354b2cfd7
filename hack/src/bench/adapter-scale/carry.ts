import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '@pricecast/kube';
import { createLogger } from '@pricecast/runtime';
import { Registry } from 'prom-client';
import { Agent } from 'undici';
import type { Target } from '../../../../adapter/src/cluster/targets.ts';
import { HttpSource } from '../../../../adapter/src/demand/http/http-source.ts';
import { ServiceHttp } from '../../../../adapter/src/demand/http/service-http.ts';
import { ForecasterPool } from '../../../../adapter/src/forecasting/forecaster-pool.ts';
import { FileHistoryStore } from '../../../../adapter/src/history/file-history-store.ts';
import { answerRequest } from '../../../../adapter/src/metric-api/answer-request.ts';
import { routeOf } from '../../../../adapter/src/metric-api/route.ts';
import { AdapterMetrics } from '../../../../adapter/src/metrics.ts';
import { Bulletin } from '../../../../adapter/src/scaler/bulletin.ts';
import { ScalerFleet } from '../../../../adapter/src/scaler/fleet.ts';
import { publishedOf } from '../../../../adapter/src/scaling.ts';
import { statusOf } from '../../../../adapter/src/status/status-of.ts';
import { reachOnLoopback, secretsOf } from '../../../../adapter/src/testing/on-loopback.ts';
import { aServingPod } from '../../../../adapter/src/testing/scaler-scene.ts';
import { aToldHour, aToldMoment } from '../../../../adapter/src/testing/told-day.ts';
import { givenScale, hpaSyncSeconds, intervalSeconds, scalersOf } from './scale.ts';

/** The process that is measured: one replica with its scalers, and lookups beside. */
const { scalers, seconds, threads, anew, folder, port } = givenScale();
const lookupsPerSecond = 20;

const say = (line: string) => process.stdout.write(`${line}\n`);
const clock = systemClock();
const log = createLogger('bench', 'error');
const manifests = scalersOf(scalers);

const metrics = new AdapterMetrics(new Registry());
const forecastMs: number[] = [];
const forecaster = new ForecasterPool(threads, {
  took: (milliseconds) => forecastMs.push(milliseconds),
  died: (error) => log.error({ error }, 'a thread died'),
});
const pods = Array.from({ length: 5 }, (_, index) => aServingPod(`pod-${index}`, Date.now() - 3_600_000, 60));
const target = (name: string): Target => ({
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name, labels: {} },
  resource: 'deployments.apps',
  workload: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'shop' } },
  ...{ current: pods.length, pods, serving: pods, template: 't', isRolledOut: true },
});
const targets = { find: (_namespace: string, { name }: { readonly name: string }) => target(name) };
const bulletin = new Bulletin(() => []);
const dispatcher = new Agent({ connections: 4, pipelining: 1 });
const decidedAt = new Map<string, number>();
const gaps: number[] = [];

const before = process.memoryUsage.rss();
const fleet = new ScalerFleet({
  scalers: {
    get: (key) => manifests.get(key),
    list: () => [...manifests.values()],
    onChange: () => {},
  },
  openRegressor: () => {
    throw new Error('the scalers of the bench have no regressors');
  },
  openDemand: ({ spec }) => {
    const { path = '/', valuePath = 'arrivals', kind = 'Gauge' } = spec.demand.http ?? {};
    const http = new ServiceHttp({
      server: { namespace: 'shop', service: 'queue', port: 80 },
      reach: reachOnLoopback(() => port),
      secrets: secretsOf({}),
      dispatcher,
    });
    return new HttpSource({ http, path, valuePath, kind, now: Date.now });
  },
  ...{ forecaster, targets, clock, log },
  prices: () => ({ currency: 'USD', perReplicaHour: 0.05 }),
  store: new FileHistoryStore(folder),
  isMine: () => true,
  attached: async () => undefined,
  hpaSyncSeconds,
  concluded: (key, loop, conclusion, observation) => {
    const last = decidedAt.get(key);
    const now = performance.now();
    if (last !== undefined) gaps.push(now - last);
    decidedAt.set(key, now);
    bulletin.take(key, publishedOf(conclusion, observation, loop.history));
    metrics.concluded(conclusion, observation);
    statusOf(conclusion, observation, loop.history.seconds);
  },
  gone: () => {},
  handedOver: () => {},
});

/** An hour of decisions of each scaler, no two alike: what a replica remembers that has been at work. */
function rememberAnHour(): void {
  for (const [index, { metadata }] of [...manifests.values()].entries()) {
    const now = Date.now() - 1_000 * index;
    const { decision: _, ...explanation } = aToldMoment(metadata.name, now);
    for (const decision of aToldHour(now)) bulletin.take(`shop/${metadata.name}`, { explanation, decision });
  }
}

/** Milliseconds of lookups, asked at a steady rate. */
async function lookUp(forSeconds: number): Promise<number[]> {
  const took: number[] = [];
  const names = [...manifests.keys()];
  const end = performance.now() + forSeconds * 1_000;
  for (let due = performance.now(); due < end; due += 1_000 / lookupsPerSecond) {
    await wait(Math.max(0, due - performance.now()));
    const name = names[Math.floor(Math.random() * names.length)]?.slice('shop/'.length);
    const path = `/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/predictivescalers.pricecast.dev/${name}/pricecast_desired_replicas`;
    const request = { method: 'GET', path, query: new URLSearchParams(), accept: '', ifNoneMatch: undefined };
    answerRequest(request, routeOf(path), bulletin, Date.now());
    // From when it was due: what holds the loop up counts.
    took.push(performance.now() - due);
  }
  return took;
}

const share = (values: readonly number[], level: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(level * values.length))] ??
  Number.NaN;
const shown = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

rememberAnHour();
const idle = await lookUp(5);
const stalls = monitorEventLoopDelay({ resolution: 1 });
stalls.enable();
const startAt = performance.now();
const startCpu = process.cpuUsage();
fleet.start();
while (!fleet.isStarted) await wait(10);
say(`start to all scalers read: ${shown((performance.now() - startAt) / 1_000)} s`);
const startStall = stalls.percentile(99.9) / 1e6;
while (decidedAt.size < scalers) await wait(50);
say(`start to all scalers decided: ${shown((performance.now() - startAt) / 1_000)} s`);
while (!anew && forecastMs.length < scalers) await wait(50);
const spent = process.cpuUsage(startCpu);
if (!anew)
  say(
    `start to all scalers forecast: ${shown((performance.now() - startAt) / 1_000)} s, of which the processor worked ${shown((spent.user + spent.system) / 1e6)} s`,
  );
const opened = forecastMs.length;
say(`opening or resuming a forecast: median ${shown(share(forecastMs, 0.5))} ms in its thread`);
await wait(2 * intervalSeconds * 1_000);
[gaps.length, forecastMs.length] = [0, 0];
stalls.reset();
const cpu = process.cpuUsage();
const utilization = performance.eventLoopUtilization();
const resident: number[] = [];
const looks = setInterval(() => resident.push(process.memoryUsage.rss()), 1_000);
const began = performance.now();
const busy = await lookUp(seconds);
clearInterval(looks);
const used = process.cpuUsage(cpu);
const main = performance.eventLoopUtilization(utilization).utilization;
const elapsed = (performance.now() - began) / 1_000;
const cores = (used.user + used.system) / 1e6 / elapsed;
const late = gaps.map((gap) => Math.abs(gap / 1_000 - intervalSeconds));
say(
  `steps: ${gaps.length} in ${shown(elapsed)} s; distance from 15 s p99 ${shown(share(late, 0.99))} s, most ${shown(Math.max(...late))} s`,
);
say(
  `forecasts: ${forecastMs.length} (opened before: ${opened}), median ${shown(share(forecastMs, 0.5))} ms, p99 ${shown(share(forecastMs, 0.99))} ms`,
);
say(`cores: ${shown(cores)} (of it the event loop ${shown(main)}), lookups included`);
say(`scalers carried on one core: ${Math.round(scalers / cores)} (must 1,000, aim 5,000)`);
say(
  `memory: ${shown(Math.max(...resident) / 1e6)} MB at most in this time, median ${shown(share(resident, 0.5) / 1e6)} MB (must 600, aim 300)`,
);
say(
  `memory, largest ever: ${shown((process.resourceUsage().maxRSS * 1_024) / 1e6)} MB; before the scalers: ${shown(before / 1e6)} MB`,
);
say(
  `event-loop stall p99.9: ${shown(stalls.percentile(99.9) / 1e6)} ms, at the start ${shown(startStall)} ms (must 20, aim 5)`,
);
say(
  `lookups p99: ${shown(share(busy, 0.99))} ms, without scalers ${shown(share(idle, 0.99))} ms: ${shown(share(busy, 0.99) / share(idle, 0.99))} ×`,
);
await fleet.stop();
await forecaster.close();
await dispatcher.destroy();
process.exit(0);
