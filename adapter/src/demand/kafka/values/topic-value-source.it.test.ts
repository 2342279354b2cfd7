import { KafkaAdmin, KafkaSender, type KafkaSettings, type OutgoingMessage } from '@pricecast/stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../../../hack/src/kafka/local-kafka.ts';
import type { Reading } from '../../reading.ts';
import { SharedTopics } from './shared-topics.ts';
import { TopicValueSource } from './topic-value-source.ts';
import type { ValueChoice } from './value-choice.ts';

const unheard = { debug: () => undefined, warn: () => undefined };
const topics = new SharedTopics({ log: unheard, now: Date.now, random: Math.random });
let kafka: LocalKafka;
let settings: KafkaSettings;

beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'pricecast-adapter' };
});
afterAll(() => kafka.stop());

const topic = 'predictions';
const minute = 60_000;
const now = Date.now();
const begin = Math.floor(now / minute) * minute - 20 * minute;

const message = (at: number, key: string, target: string, point: number | null): OutgoingMessage => ({
  ...{ topic, key, headers: {}, timestamp: at },
  value: JSON.stringify({ target, point }),
});

async function send(messages: readonly OutgoingMessage[]): Promise<void> {
  const sender = new KafkaSender(async () => settings, unheard);
  await sender.send(messages);
  await sender.close();
}

const choice: ValueChoice = {
  ...{ valuePath: 'point', key: 'BTC' },
  matchFields: [{ path: 'target', value: 'Volatility' }],
};
const sourceOf = (change: Partial<ValueChoice> = {}, source = settings) =>
  new TopicValueSource({
    topic,
    values: topics.over(source.bootstrapServers.join(), topic, async () => source),
    choice: { ...choice, ...change },
  });
const next = (source: TopicValueSource, isMet: (reading: Reading) => boolean): Promise<Reading> =>
  vi.waitFor(
    async () => {
      const reading = await source.read();
      if (!isMet(reading)) throw new Error(`it reads ${JSON.stringify(reading)}`);
      return reading;
    },
    { timeout: 20_000, interval: 100 },
  );

test('the values of a topic are a series at their event time, past and present, each series for itself', async () => {
  const admin = await KafkaAdmin.connect(settings, unheard);
  await admin.ensureTopics([{ name: topic, partitions: 3, replicationFactor: 1, config: {} }]);
  await admin.close();
  await send([
    message(begin - 90 * minute, 'BTC', 'Volatility', 99),
    message(begin + 1_000, 'BTC', 'Volatility', 1),
    message(begin + 2_000, 'BTC', 'Volatility', 3),
    message(begin + 3_000, 'BTC', 'Volume', 500),
    message(begin + 4_000, 'ETH', 'Volatility', -4),
    message(begin + 2 * minute, 'BTC', 'Volatility', null),
    message(begin + 3 * minute, 'BTC', 'Volatility', -8),
  ]);
  const [btc, eth] = [sourceOf(), sourceOf({ key: 'ETH' })];
  const span = { from: begin - 60 * minute, to: begin + 20 * minute, stepMs: minute };
  expect(await btc.past(span)).toEqual([
    { at: begin, load: 2 },
    { at: begin + 3 * minute, load: -8 },
  ]);
  expect(await eth.past(span)).toEqual([{ at: begin, load: -4 }]);

  const later = Date.now();
  await send([message(later, 'BTC', 'Volatility', 5), message(later + 1, 'ETH', 'Volatility', 6)]);
  expect(await next(btc, ({ kind }) => kind === 'Value')).toEqual({ kind: 'Value', at: later, load: 5 });
  // Nothing came since: the newest value stays the newest.
  expect(await btc.read()).toEqual({ kind: 'Value', at: later, load: 5 });
  expect(await next(eth, ({ kind }) => kind === 'Value')).toMatchObject({ load: 6 });
  await eth.close();
  await send([message(later + 2_000, 'BTC', 'Volatility', 7)]);
  expect(await next(btc, (reading) => reading.kind === 'Value' && reading.load === 7)).toMatchObject({
    at: later + 2_000,
  });
  await btc.close();
}, 60_000);

test('a series that no message is of is told by what was asked for', async () => {
  const source = sourceOf({ valuePath: 'price' });
  await source.read();
  await vi.waitFor(
    async () => {
      await send([message(Date.now(), 'BTC', 'Volatility', 5)]);
      expect(await source.read()).toMatchObject({
        kind: 'Missing',
        reason: 'DemandRefused',
        what: expect.stringContaining('has a number at price'),
      });
    },
    { timeout: 20_000, interval: 200 },
  );
  await source.close();
}, 60_000);

test('brokers that are away are told, for the past and for the present', async () => {
  const source = sourceOf({}, { ...settings, bootstrapServers: ['127.0.0.1:1'] });
  const gone = { kind: 'Missing', reason: 'DemandUnreachable' };
  expect(await source.past({ from: begin, to: now, stepMs: minute })).toMatchObject(gone);
  expect(await next(source, ({ kind }) => kind === 'Missing')).toMatchObject(gone);
  await source.close();
}, 60_000);
