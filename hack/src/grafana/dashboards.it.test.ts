import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { prometheusMetrics } from '@pricecast/crds';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalRun, startLocalRun } from '../dev/local-run.ts';
import { freePorts } from '../kafka/loopback-ports.ts';
import { stateDirectory } from '../repository.ts';
import { dashboardQueries, filledIn } from './dashboard-queries.ts';
import { LocalPrometheus } from './local-prometheus.ts';

// Forecasts come once a minute: what the forecaster would say is replayed.
const forecaster = createServer((_request, response) => {
  const name = prometheusMetrics.predictionLatencySeconds;
  const count = Math.floor(Date.now() / 100) % 1_000_000;
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(
    `# TYPE ${name} histogram\n${name}_bucket{le="0.1"} ${count}\n${name}_bucket{le="+Inf"} ${count}\n` +
      `${name}_sum ${count / 20}\n${name}_count ${count}\n`,
  );
});

let run: LocalRun;
let prometheus: LocalPrometheus;
beforeAll(async () => {
  await new Promise<void>((resolve) => forecaster.listen(0, '127.0.0.1', resolve));
  const [gatewayPort = 0, dashboardPort = 0] = await freePorts(2);
  run = await startLocalRun({
    wanted: { tradesPerSecond: 50, symbols: undefined, live: false },
    folder: join(stateDirectory, 'logs', 'dashboards-test'),
    gatewayPort,
    dashboardPort,
    signal: AbortSignal.timeout(120_000),
  });
  prometheus = await LocalPrometheus.start([
    ...run.stages.map(({ room, opsPort }) => ({ pod: `btc-${room}-0`, port: opsPort })),
    { pod: 'btc-forecaster-replayed', port: (forecaster.address() as AddressInfo).port },
  ]);
  await fetch(`http://127.0.0.1:${gatewayPort}/api/health`);
});
afterAll(async () => {
  await prometheus?.[Symbol.asyncDispose]();
  await run?.[Symbol.asyncDispose]();
  forecaster.close();
});

test('every query of the dashboard of pipelines is answered by processes that run', {
  timeout: 90_000,
}, async () => {
  const open = new Map(
    dashboardQueries()
      .filter(({ file }) => file === 'pipelines.json')
      .map((query) => [query.expression, query]),
  );
  expect(open.size).toBeGreaterThan(10);
  await vi
    .waitUntil(
      async () => {
        for (const expression of open.keys()) {
          if ((await prometheus.seriesOf(filledIn(expression, '10s'))) > 0) open.delete(expression);
        }
        return open.size === 0;
      },
      { timeout: 60_000, interval: 500 },
    )
    .catch(() => undefined);
  expect([...open.values()]).toEqual([]);
});
