import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { KafkaSender } from './kafka-sender.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { quietLog } from './testing/quiet-log.ts';
import { newestRecordTime, readTopic } from './topic-reader.ts';
import type { TopicRecord } from './topic-record.ts';

let kafka: LocalKafka;
let settings: KafkaSettings;
let admin: KafkaAdmin;

beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  admin = await KafkaAdmin.connect(settings, quietLog);
});
afterAll(async () => {
  await admin.close();
  await kafka.stop();
});

function topic(name: string, config: Record<string, string> = {}) {
  return { name, partitions: 3, replicationFactor: 1, config };
}

const noon = Date.UTC(2026, 0, 1, 12);
function messages(topicName: string, count: number): OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    topic: topicName,
    key: `KEY${index % 7}`,
    value: String(index),
    headers: { number: String(index) },
    timestamp: noon + index,
  }));
}

async function send(batch: readonly OutgoingMessage[]): Promise<void> {
  const sender = new KafkaSender(async () => settings, quietLog);
  await sender.send(batch);
  await sender.close();
}

describe('ensureTopics', () => {
  test('creates what is missing and is quiet the second time', async () => {
    const spec = topic('ensure.new', { 'cleanup.policy': 'compact', 'retention.ms': '3600000' });
    expect(await admin.ensureTopics([spec])).toEqual([
      { name: spec.name, result: 'Created', differences: [] },
    ]);
    expect(await admin.ensureTopics([spec])).toEqual([
      { name: spec.name, result: 'Unchanged', differences: [] },
    ]);
    const state = (await admin.describeTopics([spec.name])).get(spec.name);
    expect(state).toMatchObject({ partitions: 3, replicationFactor: 1, config: spec.config });
  });

  test('changes a setting and keeps those that nobody asked to change', async () => {
    const name = 'ensure.changed';
    await admin.ensureTopics([topic(name, { 'retention.ms': '3600000', 'max.message.bytes': '500000' })]);
    const outcome = await admin.ensureTopics([topic(name, { 'retention.ms': '7200000' })]);
    expect(outcome).toEqual([{ name, result: 'Changed', differences: [] }]);
    const state = (await admin.describeTopics([name])).get(name);
    expect(state?.config).toMatchObject({ 'retention.ms': '7200000', 'max.message.bytes': '500000' });
  });

  test('leaves partitions and a longer retention alone and says so', async () => {
    const name = 'ensure.different';
    await admin.ensureTopics([topic(name, { 'retention.ms': '7200000' })]);
    const [outcome] = await admin.ensureTopics([{ ...topic(name, { 'retention.ms': '1' }), partitions: 6 }]);
    expect(outcome).toEqual({
      name,
      result: 'Unchanged',
      differences: [
        { what: 'partitions', wanted: '6', found: '3' },
        { what: 'retention.ms', wanted: '1', found: '7200000' },
      ],
    });
    const state = (await admin.describeTopics([name])).get(name);
    expect(state).toMatchObject({ partitions: 3, config: { 'retention.ms': '7200000' } });
  });

  test('a topic that nobody created is unknown', async () => {
    await expect(admin.describeTopics(['ensure.absent'])).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    await expect(admin.offsets('ensure.absent')).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
  });
});

describe('what is sent is read', () => {
  test('with key, value, headers and event time, in order per key', async () => {
    await admin.ensureTopics([topic('read.all')]);
    const sent = messages('read.all', 500);
    await send(sent);
    const records: TopicRecord[] = [];
    await readTopic(settings, quietLog, 'read.all', (record) => records.push(record));
    expect(records).toHaveLength(500);
    for (const key of new Set(sent.map((message) => message.key))) {
      const values = records.filter((record) => record.key === key).map(({ value }) => value);
      expect(values).toEqual(sent.filter((message) => message.key === key).map(({ value }) => value));
    }
    const first = records.find(({ value }) => value === '0');
    expect(first).toMatchObject({ key: 'KEY0', headers: { number: '0' }, timestamp: noon });
  });

  test('and counted from a point in time on', async () => {
    await admin.ensureTopics([topic('read.since')]);
    await send(messages('read.since', 100));
    expect(await admin.messagesSince('read.since', noon)).toBe(100n);
    expect(await admin.messagesSince('read.since', noon + 1_000_000)).toBe(0n);
    expect(await newestRecordTime(settings, quietLog, 'read.since')).toBe(noon + 99);
  });

  test('an empty topic is read at once and has no newest message', async () => {
    await admin.ensureTopics([topic('read.empty')]);
    const records: TopicRecord[] = [];
    await readTopic(settings, quietLog, 'read.empty', (record) => records.push(record));
    expect(records).toEqual([]);
    expect(await newestRecordTime(settings, quietLog, 'read.empty')).toBeUndefined();
  });
});

test('a message that is too large for its topic is refused by name', async () => {
  await admin.ensureTopics([topic('send.large', { 'max.message.bytes': '1000' })]);
  const [message] = messages('send.large', 1);
  const large = { ...message, value: 'x'.repeat(5_000) } as OutgoingMessage;
  await expect(send([large])).rejects.toMatchObject({ code: 'MESSAGE_REFUSED' });
});

test('a topic that nobody created cannot be written to', async () => {
  await expect(send(messages('send.absent', 1))).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
});
