import { randomUUID } from 'node:crypto';
import { connect, Manager, systemClock } from '@pricecast/kube';
import { startProcess } from '@pricecast/runtime';
import { type OperatorConfig, readConfig, settingsOf } from './config.ts';
import { operatorCredentials } from './credentials.ts';
import { HttpReports } from './http-reports.ts';
import { connectAdmin, KafkaBrokers } from './kafka-brokers.ts';
import { kubeLog } from './kube-log.ts';
import { makePipelineController } from './pipeline-controller.ts';
import { makePlatform } from './platform.ts';
import { makeScalerController } from './scaler-controller.ts';
import { operatorStage } from './stage.ts';
import { makeTrustController } from './trust-controller.ts';

void startProcess<OperatorConfig>({
  name: 'operator',
  readSettings: readConfig,
  start: async ({ settings: config, log, metrics: registry, onShutdown, fail }) => {
    const clock = systemClock();
    const random = Math.random;
    const credentials = await operatorCredentials(process.env, clock);
    const connection = connect({ credentials, clock, random, userAgent: 'pricecast-operator' });
    onShutdown('API connection', () => connection.close());
    const reports = new HttpReports();
    onShutdown('report connections', () => reports.close());
    const platform = makePlatform({
      connection,
      clock,
      random,
      log: kubeLog(log),
      registry,
      settings: settingsOf(config),
      identity: `${config.POD_NAME}_${randomUUID()}`,
      namespaces: config.WATCH_NAMESPACES ?? [],
    });
    const brokers = new KafkaBrokers({ connect: connectAdmin(log), now: () => clock.now() });
    const { ADAPTER_CERTIFICATE: certificate } = config;
    const controllers = [
      makePipelineController(platform, { brokers, reports }),
      makeScalerController(platform),
      ...(certificate === undefined ? [] : [makeTrustController(platform, certificate)]),
    ];
    const { caches, elector, recorder, leaseWatch } = platform;
    const manager = new Manager({
      caches: [
        leaseWatch,
        caches.pipelines,
        caches.scalers,
        ...caches.children,
        caches.pods,
        caches.hpas,
        caches.twins,
        caches.apiServices,
      ],
      controllers,
      elector,
      recorder,
      clock,
      log: kubeLog(log),
    });
    const stop = new AbortController();
    const running = manager.run(stop.signal);
    onShutdown('controllers', async () => {
      stop.abort();
      await running;
    });
    running.then((ending) => ending === 'LeaseLost' && fail(new Error('The leader lease was lost')), fail);
    return operatorStage(manager, controllers, elector.gate);
  },
});
