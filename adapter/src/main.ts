import { availableParallelism } from 'node:os';
import { systemClock } from '@pricecast/kube';
import { type ProcessContext, type Stage, startProcess } from '@pricecast/runtime';
import { Agent } from 'undici';
import { allCaches } from './cluster/caches.ts';
import { cachedTargets } from './cluster/targets.ts';
import { type AdapterConfig, readConfig } from './config.ts';
import { SharedReaders } from './demand/kafka/shared-readers.ts';
import { SharedTopics } from './demand/kafka/values/shared-topics.ts';
import { AllowList } from './demand/reach/allow-list.ts';
import { kubeReach } from './demand/reach/kube-reach.ts';
import { SecretValues } from './demand/reach/secret-values.ts';
import { type Doors, openDoors } from './doors.ts';
import { ForecasterPool } from './forecasting/forecaster-pool.ts';
import { AdapterMetrics } from './metrics.ts';
import { makePlatform } from './platform.ts';
import { startScaling } from './scaling.ts';
import { adapterStage, type StageView } from './stage.ts';

void startProcess<AdapterConfig>({ name: 'adapter', readSettings: readConfig, start });

async function start(context: ProcessContext<AdapterConfig>): Promise<Stage> {
  const { settings, log, metrics: registry, onShutdown, fail } = context;
  const clock = systemClock();
  const metrics = new AdapterMetrics(registry);
  const platform = await makePlatform({
    environment: process.env,
    namespaces: settings.WATCH_NAMESPACES ?? [],
    clock,
    random: Math.random,
    log,
    registry,
  });
  onShutdown('API connection', () => platform.connection.close());
  const stop = new AbortController();
  const running = platform.run(stop.signal);
  running.catch(fail);
  onShutdown('caches', async () => {
    stop.abort();
    await running;
  });
  const { caches, client, connection } = platform;
  const monotonicMs = () => clock.monotonicMs();
  const agent = new Agent({ connections: 4, pipelining: 1 });
  onShutdown('source connections', () => agent.destroy());
  const threads = settings.FORECAST_THREADS ?? Math.max(1, availableParallelism() - 1);
  const forecaster = new ForecasterPool(threads, {
    took: (milliseconds) => metrics.forecastTook(milliseconds),
    died: (error) => log.error({ error }, 'The thread that forecasts died and is started anew'),
  });
  onShutdown('forecasts', () => forecaster.close());
  const allowed = AllowList.parse(settings.ALLOWED_ADDRESSES ?? []);
  const scaling = await startScaling({
    ...{ settings, clock, log, metrics, client, caches, forecaster },
    targets: cachedTargets(caches),
    sources: {
      reach: kubeReach({ client, transport: connection.direct, caches, allowed, monotonicMs }),
      secrets: new SecretValues(client, monotonicMs),
      dispatcher: agent,
      readers: new SharedReaders(log),
      topics: new SharedTopics({ log, now: () => clock.now().getTime(), random: Math.random }),
    },
  });
  onShutdown('shared store', () => scaling.close());
  let opened: Doors | undefined;
  const view: StageView = {
    cachesFilled: () => allCaches(caches).every(({ synced }) => synced),
    trusts: () => opened?.metricApis.knowsCallers ?? false,
    scalers: () => caches.scalers.size,
    started: () => scaling.fleet.isStarted,
  };
  const { bulletin: world } = scaling;
  const doors = await openDoors({ settings, platform, world, view, metrics, clock, log, onShutdown });
  opened = doors;
  // Before the doors close: while others take over, whoever comes here is still answered.
  onShutdown('scalers', () => scaling.handOver());
  void Promise.all(allCaches(caches).map((cache) => cache.whenSynced()))
    .then(() => scaling.start())
    .then(() => doors.openKeda())
    .catch(fail);
  return adapterStage(view);
}
