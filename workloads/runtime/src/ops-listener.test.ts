import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CheckResult, fails, holds } from './check.ts';
import { createMetrics } from './metrics.ts';
import { type OpsListener, startOpsListener } from './ops-listener.ts';

let broker: CheckResult = holds;
let listener: OpsListener;

beforeAll(async () => {
  listener = await startOpsListener('127.0.0.1', 0, {
    liveness: () => [{ name: 'event-loop', check: () => holds }],
    readiness: () => [
      { name: 'exchange', check: () => holds },
      { name: 'broker', check: () => broker },
    ],
    report: () => ({ stage: 'collector', conditions: [], gauges: { eventsPerSecond: 12.5 } }),
    metrics: createMetrics(),
  });
});
afterAll(() => listener.close());

async function get(path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://127.0.0.1:${listener.port}${path}`);
  return { status: response.status, body: await response.text() };
}

test('readiness is 200 while every check holds', async () => {
  broker = holds;
  expect((await get('/readyz')).status).toBe(200);
});

test('readiness is 503 and says which check fails and why', async () => {
  broker = fails('Nobody listens on 127.0.0.1:9092');
  const { status, body } = await get('/readyz');
  expect(status).toBe(503);
  expect(JSON.parse(body)).toEqual({
    checks: [
      { name: 'exchange', ok: true },
      { name: 'broker', ok: false, why: 'Nobody listens on 127.0.0.1:9092' },
    ],
  });
  expect((await get('/healthz')).status).toBe(200);
});

test('the report is JSON', async () => {
  const { body } = await get('/report');
  expect(JSON.parse(body)).toEqual({ stage: 'collector', conditions: [], gauges: { eventsPerSecond: 12.5 } });
});

test('metrics are in the text format', async () => {
  const { body } = await get('/metrics');
  expect(body).toMatch(/^process_cpu_seconds_total \d/m);
});
