import type { RunningExchange } from '@pricecast/exchange';
import { decodeTrade, type Trade, topicName } from '@pricecast/market';
import { createLogger } from '@pricecast/runtime';
import { KafkaAdmin, type KafkaSettings, readTopic } from '@pricecast/stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { CollectorProcess } from './testing/collector-process.ts';
import { startMarket } from './testing/scene.ts';

vi.setConfig({ testTimeout: 180_000 });

const log = createLogger('test', 'fatal');
const pipeline = { namespace: 'test', name: 'process' };
const tradesTopic = topicName(pipeline, 'trades');

let kafka: LocalKafka;
let exchange: RunningExchange;
let settings: KafkaSettings;
let environment: Record<string, string>;

beforeAll(async () => {
  kafka = await startLocalKafka();
  exchange = await startMarket({ trades: 6_000, tradesPerSecond: 400 });
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  const admin = await KafkaAdmin.connect(settings, log);
  const common = { replicationFactor: 1, partitions: 1 };
  await admin.ensureTopics([
    { ...common, name: tradesTopic, config: {} },
    { ...common, name: topicName(pipeline, 'collector-state'), config: { 'cleanup.policy': 'compact' } },
  ]);
  await admin.close();
  environment = {
    BINANCE_WS_URL: exchange.webSocketUrl,
    BINANCE_REST_URL: exchange.restUrl,
    KAFKA_BOOTSTRAP_SERVERS: kafka.bootstrapServers,
    PIPELINE_NAMESPACE: pipeline.namespace,
    PIPELINE_NAME: pipeline.name,
    SOURCE_NAME: 'test',
    SYMBOLS: exchange.exchange.tape.symbols().join(','),
  };
});
afterAll(async () => {
  await exchange.stop();
  await kafka.stop();
});

async function written(): Promise<Map<string, Trade[]>> {
  const found = new Map<string, Trade[]>();
  await readTopic(settings, log, tradesTopic, ({ key = '', value = '' }) => {
    found.set(key, [...(found.get(key) ?? []), decodeTrade(value)]);
  });
  return found;
}

const made = (trades: number) =>
  vi.waitUntil(() => exchange.exchange.tape.count >= trades, { timeout: 60_000, interval: 25 });

describe('the process', () => {
  test('says when it is ready, and what it does', async () => {
    using collector = new CollectorProcess(environment);
    const early = await collector.get('/readyz');
    expect([200, 503]).toContain(early.status);
    await collector.ready();
    exchange.exchange.start();
    await vi.waitUntil(async () => ((await collector.report()).gauges.eventsPerSecond ?? 0) > 100, {
      timeout: 60_000,
      interval: 200,
    });
    const report = await collector.report();
    expect(report.conditions.map(({ type, status }) => [type, status])).toEqual([
      ['ExchangeConnected', 'True'],
      ['BrokerConnected', 'True'],
      ['CaughtUp', 'True'],
    ]);
    expect(report.gauges.lagSeconds).toBeLessThan(5);
    const { body } = await collector.get('/metrics');
    expect(body).toMatch(
      /^pricecast_collector_events_total\{source="test",symbol="BTCUSDT",origin="stream"\} [1-9]/m,
    );
    expect(body).toMatch(/^pricecast_stream_lag_seconds\{stage="collector"\} \d/m);
    collector.signal('SIGTERM');
    expect(await collector.ended).toEqual([0, null]);
  });

  test('loses and doubles nothing though it is stopped in order again and again', async () => {
    for (let turn = 1; turn <= 4; turn += 1) {
      using collector = new CollectorProcess(environment);
      await collector.ready();
      await made(Math.min(6_000, exchange.exchange.tape.count + 400));
      collector.signal('SIGTERM');
      expect(await collector.ended).toEqual([0, null]);
      expect(collector.lines.at(-1)?.message).toBe('Stopped');
    }
    using last = new CollectorProcess(environment);
    await made(6_000);
    const lastIds = exchange.exchange.tape
      .symbols()
      .map((symbol) => exchange.exchange.tape.of(symbol)?.newest()?.trade.id);
    await vi.waitUntil(
      async () => {
        const found = await written();
        return exchange.exchange.tape
          .symbols()
          .every((symbol, at) => found.get(symbol)?.at(-1)?.id === lastIds[at]);
      },
      { timeout: 60_000, interval: 500 },
    );
    last.signal('SIGTERM');
    await last.ended;
    const found = await written();
    for (const symbol of exchange.exchange.tape.symbols()) {
      expect(found.get(symbol)).toEqual(
        exchange.exchange.tape
          .of(symbol)
          ?.all()
          .map(({ trade }) => trade),
      );
    }
  });

  test('refuses wrong settings with a sentence', async () => {
    using collector = new CollectorProcess({ ...environment, SYMBOLS: 'btcusdt' });
    expect(await collector.ended).toEqual([1, null]);
    expect(JSON.stringify(collector.lines)).toContain('SYMBOLS must be a list of symbols in upper case');
  });
});
