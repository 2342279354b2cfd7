import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Manifest, systemClock } from '@pricecast/kube';
import { createLogger } from '@pricecast/runtime';
import { Registry } from 'prom-client';
import { Agent } from 'undici';
import { aScaler } from '../../crds/samples/builders.ts';
import type { Target } from '../src/cluster/targets.ts';
import { HttpSource } from '../src/demand/http/http-source.ts';
import { ServiceHttp } from '../src/demand/http/service-http.ts';
import { ForecastTrack } from '../src/forecasting/forecast-track.ts';
import { ForecasterPool } from '../src/forecasting/forecaster-pool.ts';
import type { KeptTrack } from '../src/forecasting/kept-track.ts';
import { FileHistoryStore } from '../src/history/file-history-store.ts';
import { slotOf } from '../src/history/slots.ts';
import { answerRequest } from '../src/metric-api/answer-request.ts';
import { routeOf } from '../src/metric-api/route.ts';
import { AdapterMetrics } from '../src/metrics.ts';
import { Bulletin } from '../src/scaler/bulletin.ts';
import { ScalerFleet } from '../src/scaler/fleet.ts';
import { publishedOf } from '../src/scaling.ts';
import { statusOf } from '../src/status/status-of.ts';
import { reachOnLoopback, secretsOf } from '../src/testing/on-loopback.ts';
import { aServingPod } from '../src/testing/scaler-scene.ts';

const usage = `usage: npm run bench:adapter-scale -- [--scalers 1000] [--seconds 60] [--days 8] [--threads 1] [--anew]

One replica with so many scalers at steps of 15 s, each with history at 1 min, a source by HTTP, and lookups beside. Forecasts are
resumed from the store, as after a restart; with --anew they are opened from history instead, a second of one core each.
`;
const { values: given } = parseArgs({
  options: {
    scalers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    days: { type: 'string', default: '8' },
    threads: { type: 'string', default: '1' },
    anew: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (given.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const [scalers, seconds, days, threads] = [given.scalers, given.seconds, given.days, given.threads].map(
  Number,
) as [number, number, number, number];
const intervalSeconds = 15;
const stepMs = 60_000;
const lookupsPerSecond = 20;
const leadSeconds = 60;
const hpaSyncSeconds = 15;

const say = (line: string) => process.stdout.write(`${line}\n`);
const clock = systemClock();
const log = createLogger('bench', 'error');
const folder = await mkdtemp(join(tmpdir(), 'pricecast-scale-'));
const server = new Worker(new URL('./load-server.ts', import.meta.url));
const [port] = (await once(server, 'message')) as [number];
server.unref();

const manifests = new Map<string, Manifest>(
  Array.from({ length: scalers }, (_, index) => {
    const name = `scaler-${index}`;
    const scaler = aScaler({
      maxReplicas: 50,
      mode: 'Full',
      demand: {
        source: 'Http',
        http: { service: 'queue', port: 80, path: `/${index}`, valuePath: 'arrivals' },
        intervalSeconds,
      },
      capacity: { type: 'Fixed', loadPerReplica: '20' },
      leadTime: { type: 'Fixed', seconds: leadSeconds },
    }) as unknown as Manifest;
    const metadata = { ...scaler.metadata, namespace: 'shop', name, uid: name, generation: 1 };
    return [`shop/${name}`, { ...scaler, metadata } as Manifest] as const;
  }),
);

/** Slots begin at the phase that the fleet gives a scaler; it finds what is kept by name and takes its slots as they are. */
async function fill(store: FileHistoryStore): Promise<void> {
  const slots = { stepMs, originMs: 0 };
  const count = Math.round((days * 86_400_000) / stepMs);
  const last = slotOf(slots, Date.now());
  const values = Array.from({ length: count }, (_, index) => {
    const day = (2 * Math.PI * (last - count + index)) / 1_440;
    return 100 + 60 * Math.sin(day) + 20 * Math.sin(24 * day) + 10 * Math.random();
  });
  const track = given.anew ? undefined : trackOf(values, last);
  for (const key of manifests.keys()) {
    const name = key.slice('shop/'.length);
    const owner = { namespace: 'shop', name, uid: name };
    await store.append(owner, slots, last - count, values);
    if (track !== undefined) await store.saveTrack(owner, track);
  }
}

/** A forecast of the values as a loop keeps it, for pods that take so long to start. */
function trackOf(values: readonly number[], nextSlot: number): KeptTrack | undefined {
  const stepSeconds = stepMs / 1_000;
  const from = leadSeconds / stepSeconds + 0.5;
  const window = { from, to: from + (hpaSyncSeconds + stepSeconds) / stepSeconds };
  const options = { stepSeconds, window };
  const { state } = ForecastTrack.open(options, values, 0).answer;
  return state === undefined ? undefined : { options, timeZone: 'UTC', nextSlot, state };
}

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

say(`filling the store: ${scalers} scalers, ${days} days at ${stepMs / 1_000} s …`);
await fill(new FileHistoryStore(folder));
globalThis.gc?.();
const before = process.memoryUsage().rss;
const fleet = new ScalerFleet({
  scalers: {
    get: (key) => manifests.get(key),
    list: () => [...manifests.values()],
    onChange: () => {},
  },
  openSource: ({ spec }) => {
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

const idle = await lookUp(5);
const stalls = monitorEventLoopDelay({ resolution: 1 });
stalls.enable();
const startAt = performance.now();
fleet.start();
while (!fleet.isStarted) await wait(10);
say(`start to all scalers read: ${shown((performance.now() - startAt) / 1_000)} s`);
const startStall = stalls.percentile(99.9) / 1e6;
while (decidedAt.size < scalers) await wait(50);
say(`start to all scalers decided: ${shown((performance.now() - startAt) / 1_000)} s`);
while (!given.anew && forecastMs.length < scalers) await wait(50);
if (!given.anew) say(`start to all scalers forecast: ${shown((performance.now() - startAt) / 1_000)} s`);
const opened = forecastMs.length;
say(`opening or resuming a forecast: median ${shown(share(forecastMs, 0.5))} ms in its thread`);
await wait(intervalSeconds * 1_000);
[gaps.length, forecastMs.length] = [0, 0];
stalls.reset();
const cpu = process.cpuUsage();
const utilization = performance.eventLoopUtilization();
const began = performance.now();
const busy = await lookUp(seconds);
const used = process.cpuUsage(cpu);
const main = performance.eventLoopUtilization(utilization).utilization;
const elapsed = (performance.now() - began) / 1_000;
globalThis.gc?.();
const cores = (used.user + used.system) / 1e6 / elapsed;
const late = gaps.map((gap) => Math.abs(gap / 1_000 - intervalSeconds));
say(
  `steps: ${gaps.length} in ${shown(elapsed)} s; distance from 15 s p99 ${shown(share(late, 0.99))} s, most ${shown(Math.max(...late))} s`,
);
say(
  `forecasts: ${forecastMs.length} (opened before: ${opened}), median ${shown(share(forecastMs, 0.5))} ms, p99 ${shown(share(forecastMs, 0.99))} ms`,
);
say(`cores: ${shown(cores)} (of it the event loop ${shown(main)}), load server and lookups included`);
say(`scalers carried on one core: ${Math.round(scalers / cores)} (must 1,000, aim 5,000)`);
say(
  `memory: ${shown(process.memoryUsage().rss / 1e6)} MB, ${shown(before / 1e6)} MB before the scalers (must 600, aim 300)`,
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
await rm(folder, { recursive: true });
process.exit(0);
