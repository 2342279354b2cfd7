import { availableParallelism } from 'node:os';
import { adapterNames } from '@pricecast/crds';
import { formatKey, systemClock } from '@pricecast/kube';
import { type ProcessContext, type Stage, startProcess } from '@pricecast/runtime';
import { Agent } from 'undici';
import { Authenticator } from './access/authenticator.ts';
import { Authorizer } from './access/authorizer.ts';
import { kubeAccessReviews, kubeTokenReviews } from './access/kube-reviews.ts';
import { trustConfigMap } from './access/trust.ts';
import { allCaches } from './cluster/caches.ts';
import { cachedTargets } from './cluster/targets.ts';
import { type AdapterConfig, readConfig } from './config.ts';
import { SharedReaders } from './demand/kafka/shared-readers.ts';
import { AllowList } from './demand/reach/allow-list.ts';
import { kubeReach } from './demand/reach/kube-reach.ts';
import { SecretValues } from './demand/reach/secret-values.ts';
import { ExplainDoor } from './explain-api/explain-door.ts';
import { ForecasterPool } from './forecasting/forecaster-pool.ts';
import { KedaDoor } from './keda/keda-door.ts';
import { AdapterMetrics } from './metrics.ts';
import { makePlatform } from './platform.ts';
import { startScaling } from './scaling.ts';
import { Gate, type Turned } from './server/gate.ts';
import { SecureDoor, trustReader } from './server/secure-door.ts';
import { adapterStage, readinessChecks, type StageView } from './stage.ts';

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
  const { caches } = platform;
  const trustData = () => caches.trust.get(formatKey(trustConfigMap))?.data;
  const trust = trustReader(trustData);
  const targets = cachedTargets(caches);
  const agent = new Agent({ connections: 4, pipelining: 1 });
  onShutdown('source connections', () => agent.destroy());
  const threads = settings.FORECAST_THREADS ?? Math.max(1, availableParallelism() - 1);
  const forecaster = new ForecasterPool(threads, {
    took: (milliseconds) => metrics.forecastTook(milliseconds),
    died: (error) => log.error({ error }, 'The thread that forecasts died and is started anew'),
  });
  onShutdown('forecasts', () => forecaster.close());
  const monotonicMs = () => clock.monotonicMs();
  const { client, connection } = platform;
  const allowed = AllowList.parse(settings.ALLOWED_ADDRESSES ?? []);
  const scaling = await startScaling({
    ...{ settings, clock, log, metrics, client, caches, targets, forecaster },
    sources: {
      reach: kubeReach({ client, transport: connection.direct, caches, allowed, monotonicMs }),
      secrets: new SecretValues(client, monotonicMs),
      dispatcher: agent,
      readers: new SharedReaders(log),
    },
  });
  onShutdown('scalers', () => scaling.stop());
  let door: SecureDoor | undefined;
  const view: StageView = {
    cachesFilled: () => allCaches(caches).every(({ synced }) => synced),
    trusts: () => door?.knowsCallers ?? false,
    scalers: () => caches.scalers.size,
    started: () => scaling.fleet.isStarted,
  };
  const now = () => clock.now().getTime();
  const authenticator = new Authenticator({
    trust,
    tokens: kubeTokenReviews(connection.direct, monotonicMs),
    now,
  });
  const authorizer = new Authorizer({
    reviews: kubeAccessReviews(connection.direct),
    monotonicMs,
    decided: (how, milliseconds) => metrics.authorized(how, milliseconds),
  });
  const turned: Turned = (what) => {
    metrics.denied(what.code);
    log.warn(what, 'Turned a request away');
  };
  const gate = new Gate({
    ...{ authenticator, authorizer, turned, now, clock },
    world: scaling.bulletin,
    probe: (probe) => (probe === 'readyz' ? failing(view) : []),
  });
  const files = { cert: settings.SERVING_CERT_FILE, key: settings.SERVING_KEY_FILE };
  door = await SecureDoor.open({
    host: settings.SECURE_HOST,
    port: settings.SECURE_PORT,
    ...{ files, gate },
    failed: (error) => log.debug({ error }, 'Gave a request up'),
    answered: (request, answer, milliseconds) => metrics.answered(request, answer, milliseconds, now()),
    ...{ trustData, clock, log, monotonicMs },
  });
  const opened = door;
  onShutdown('metric APIs', () => opened.close());
  log.info({ port: opened.port }, 'Serves the metric APIs');
  const explainDoor = await ExplainDoor.open({
    host: settings.SECURE_HOST,
    port: settings.EXPLAIN_PORT,
    ...{ files, authenticator, authorizer, turned, clock, log },
    world: scaling.bulletin,
    waitsFor: () => failing(view),
    scalers: view.scalers,
    assets: settings.ASSETS_DIR,
    failed: (error) => log.error({ error }, 'Failed to explain'),
  });
  onShutdown('explain API', () => explainDoor.close());
  log.info({ port: explainDoor.port }, 'Serves the explain API');
  if (settings.KEDA_CLIENT_CA_FILE !== undefined) {
    const kedaDoor = await KedaDoor.open({
      host: settings.SECURE_HOST,
      port: settings.KEDA_PORT,
      files: { ...files, clientAuthorities: settings.KEDA_CLIENT_CA_FILE },
      world: scaling.bulletin,
      clientNames: [adapterNames.kedaClientCertificate],
      answered: (method, code, why) => {
        metrics.answeredKeda(method, code);
        if (code === 'PERMISSION_DENIED') log.warn({ method, why }, 'Turned a caller of KEDA away');
      },
      ...{ clock, log },
    });
    onShutdown('KEDA', () => kedaDoor.close());
    log.info({ port: kedaDoor.port }, 'Serves the external scaler contract of KEDA');
  }
  void Promise.all(allCaches(caches).map((cache) => cache.whenSynced()))
    .then(() => scaling.start())
    .catch(fail);
  return adapterStage(view);
}

const failing = (view: StageView): readonly string[] =>
  readinessChecks(view).flatMap(({ name, check }) => {
    const result = check();
    return result.ok ? [] : [`${name}: ${result.why}`];
  });
