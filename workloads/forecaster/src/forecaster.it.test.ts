import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLetterTopic, decodePrediction, pipelineTopics, topicName } from '@pricecast/market';
import { createLogger } from '@pricecast/runtime';
import { KafkaAdmin, type KafkaSettings, readTopic } from '@pricecast/stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { freePorts } from '../../../hack/src/kafka/loopback-ports.ts';
import { writeRaw } from '../../../hack/src/kafka/write-raw.ts';
import { RoomProcess } from '../../../hack/src/proofs/collector/process.ts';
import { bars, messageOf } from './testing/bars.ts';

vi.setConfig({ testTimeout: 180_000 });

const log = createLogger('test', 'fatal');
const pipeline = { namespace: 'test', name: 'forecaster' };
const barsTopic = topicName(pipeline, 'bars');
const patience = { timeout: 60_000, interval: 50 };
const minutes = 40;
const thisMinute = Math.floor(Date.now() / 60_000) * 60_000;
const market = bars(minutes, { from: thisMinute - minutes * 60_000 });

let kafka: LocalKafka;
let settings: KafkaSettings;
let ops: string;
let forecaster: RoomProcess;

beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  const admin = await KafkaAdmin.connect(settings, log);
  await admin.ensureTopics(
    pipelineTopics(pipeline, { partitions: 2, replicationFactor: 1, retentionHours: 24 }),
  );
  await admin.close();
  const [port = 0] = await freePorts(1);
  ops = `http://127.0.0.1:${port}`;
  forecaster = new RoomProcess({
    room: 'workloads/forecaster',
    logFile: join(await mkdtemp(join(tmpdir(), 'forecaster-')), 'log'),
    environment: {
      PATH: process.env.PATH ?? '',
      OPS_HOST: '127.0.0.1',
      OPS_PORT: String(port),
      KAFKA_BOOTSTRAP_SERVERS: kafka.bootstrapServers,
      PIPELINE_NAMESPACE: pipeline.namespace,
      PIPELINE_NAME: pipeline.name,
      FORECAST_HORIZONS_SECONDS: '300,3600',
    },
  });
});
afterAll(async () => {
  await forecaster[Symbol.asyncDispose]();
  await kafka.stop();
});

async function predictions() {
  const found: ReturnType<typeof decodePrediction>[] = [];
  await readTopic(settings, log, topicName(pipeline, 'predictions'), ({ value = '' }) => {
    found.push(decodePrediction(value));
  });
  return found;
}

const get = async (path: string) => await (await fetch(ops + path)).text();
const counted = async (metric: string) =>
  Number(new RegExp(`^${metric} (\\S+)`, 'm').exec(await get('/metrics'))?.[1]);

test('bars become predictions, whatever lies between them', async () => {
  await vi.waitUntil(async () => {
    const answer = await fetch(`${ops}/readyz`).catch(() => undefined);
    return answer?.status === 200;
  }, patience);
  await writeRaw(settings, [
    ...market.slice(0, 20).map((bar) => messageOf(barsTopic, bar)),
    { ...messageOf(barsTopic, market[0] as (typeof market)[0]), value: '{"symbol":' },
    ...market.slice(20, 39).map((bar) => messageOf(barsTopic, bar)),
  ]);
  await vi.waitUntil(async () => (await counted('pricecast_forecaster_rejected_total')) === 1, patience);
  await vi.waitUntil(
    async () => (await predictions()).some(({ basedOn }) => basedOn === thisMinute - 60_000),
    patience,
  );
  const newest = (await predictions()).filter(({ basedOn }) => basedOn === thisMinute - 60_000);
  expect(newest.map(({ target, horizonSeconds }) => `${target} ${horizonSeconds}`)).toEqual([
    'Price 300',
    'Volatility 300',
    'Volume 300',
    'Price 3600',
    'Volatility 3600',
    'Volume 3600',
  ]);
  const admin = await KafkaAdmin.connect(settings, log);
  const [letters] = await admin.offsets(deadLetterTopic(barsTopic));
  await admin.close();
  expect(letters?.high).toBeGreaterThan(0n);
});

test('it says how it stands and what it expects', async () => {
  const report = JSON.parse(await get('/report'));
  expect(report.conditions.map(({ type, status }: Record<string, string>) => [type, status])).toEqual([
    ['BrokerConnected', 'True'],
    ['PartitionsOpen', 'True'],
    ['CaughtUp', 'True'],
  ]);
  expect(report.gauges).toMatchObject({ partitions: 2, symbols: 1 });
  const metrics = await get('/metrics');
  const labels = 'symbol="BTCUSDT",horizon_seconds="300",quantile="0.975"';
  expect(metrics).toMatch(new RegExp(`^pricecast_expected_events_per_second\\{${labels}\\} \\d`, 'm'));
  expect(metrics).toMatch(/^pricecast_prediction_coverage_ratio\{symbol="BTCUSDT",target="Price",.*\} [01]/m);
  expect(metrics).toMatch(/^pricecast_prediction_latency_seconds_count [1-9]/m);
  expect(metrics).toMatch(/^pricecast_stream_lag_seconds\{stage="forecaster"\} \d/m);
});

test('a killed one goes on from what it had learnt, and predicts from no minute twice', async () => {
  await forecaster.killAndRestart();
  await writeRaw(
    settings,
    [market.at(-2), market.at(-1)].flatMap((bar) => (bar ? [messageOf(barsTopic, bar)] : [])),
  );
  await vi.waitUntil(
    async () => (await predictions()).some(({ basedOn }) => basedOn === thisMinute),
    patience,
  );
  const all = await predictions();
  const keys = all.map(({ basedOn, target, horizonSeconds }) => `${basedOn} ${target} ${horizonSeconds}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(all.at(-1)?.samples).toBe(minutes - 1);
  expect(await forecaster.stop()).toBe(0);
});
