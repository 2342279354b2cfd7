import {
  deadLetterTopic,
  decodeCleanTrade,
  defaultStageOptions,
  pipelineTopics,
  topicName,
} from '@pricecast/market';
import { createLogger } from '@pricecast/runtime';
import {
  deadLetterHeaders,
  KafkaAdmin,
  type KafkaSettings,
  readTopic,
  type TopicRecord,
} from '@pricecast/stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { writeRaw } from '../../../hack/src/kafka/write-raw.ts';
import { Processor } from './processor.ts';
import { aTrade, messageOf } from './testing/records.ts';

vi.setConfig({ testTimeout: 180_000 });

const log = createLogger('test', 'fatal');
const pipeline = { namespace: 'test', name: 'processor' };
const trades = topicName(pipeline, 'trades');
const start = Date.now();
const trade = (id: number, symbol = 'BTCUSDT') => aTrade(id, { symbol, tradeTime: start + id });

let kafka: LocalKafka;
let settings: KafkaSettings;

beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  const admin = await KafkaAdmin.connect(settings, log);
  await admin.ensureTopics(
    pipelineTopics(pipeline, { partitions: 2, replicationFactor: 1, retentionHours: 24 }),
  );
  await admin.close();
});
afterAll(() => kafka.stop());

async function read(topic: string): Promise<readonly TopicRecord[]> {
  const records: TopicRecord[] = [];
  await readTopic(settings, log, topic, (record) => records.push(record));
  return records;
}

/** Lets a processor work until nothing is left. */
async function process(): Promise<void> {
  const processor = new Processor({
    pipeline,
    options: defaultStageOptions,
    kafka: async () => settings,
    log,
    onCommit: () => undefined,
    now: Date.now,
    random: Math.random,
  });
  processor.start();
  await expect
    .poll(() => processor.state.ready && processor.state.lagSeconds, { timeout: 60_000, interval: 20 })
    .toBe(0);
  await processor.stop();
}

const huge = Buffer.alloc(1_000_000, 0xff);
const rows: readonly (readonly [string, Parameters<typeof messageOf>[2], string])[] = [
  ['malformed', { value: '{"symbol":' }, 'TRADE_INVALID'],
  ['huge', { value: huge }, 'TRADE_INVALID'],
  ['a tombstone', { value: undefined }, 'TRADE_INVALID'],
  ['without a key', { key: undefined, partition: 0 }, 'TRADE_INVALID'],
  [
    'of next year',
    { value: messageOf(trades, { ...trade(30), tradeTime: start + 31_536_000_000 }).value },
    'TRADE_IN_FUTURE',
  ],
  ['free of charge', { value: messageOf(trades, { ...trade(31), price: '0' }).value }, 'PriceNotPositive'],
];

test('each message goes where it belongs, byte for byte, and none blocks its partition', async () => {
  const late = { ...trade(21), tradeTime: start - 3_600_000 };
  await writeRaw(settings, [
    ...[20, 22, 20, 23, 22].map((id) => messageOf(trades, trade(id))),
    messageOf(trades, late),
    ...rows.map(([, changes], index) => messageOf(trades, trade(40 + index), changes)),
    messageOf(trades, trade(99)),
    messageOf(trades, trade(99, 'ETHUSDT')),
  ]);
  await process();

  const clean = (await read(topicName(pipeline, 'clean'))).map(({ value = '' }) => decodeCleanTrade(value));
  const fates = clean
    .filter(({ symbol }) => symbol === 'BTCUSDT')
    .map(({ id, late: isLate }) => [id, isLate]);
  expect(fates).toEqual([
    [20, undefined],
    [22, undefined],
    [23, undefined],
    [21, true],
    [99, undefined],
  ]);
  expect(clean.filter(({ symbol }) => symbol === 'ETHUSDT').map(({ id }) => id)).toEqual([99]);

  const letters = await read(deadLetterTopic(trades));
  expect(letters.map(({ headers }) => headers[deadLetterHeaders.code])).toEqual(
    rows.map(([, , code]) => code),
  );
  expect(letters.map(({ headers }) => headers.source)).toEqual(rows.map(() => 'binance'));
  expect(letters[1]?.value).toHaveLength(huge.toString().length);
  expect(letters[2]?.value).toBeUndefined();
});

test('what came before is still known after a restart', async () => {
  await writeRaw(
    settings,
    [99, 98, 100].map((id) => messageOf(trades, trade(id))),
  );
  await process();
  const clean = await read(topicName(pipeline, 'clean'));
  const ids = clean
    .filter(({ key }) => key === 'BTCUSDT')
    .map(({ value = '' }) => decodeCleanTrade(value).id);
  expect(ids.slice(-2)).toEqual([98, 100]);
});
