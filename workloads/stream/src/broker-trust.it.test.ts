import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBrokerCertificates } from '../../../hack/src/kafka/broker-certificates.ts';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { BatchingProducer, defaultLimits } from './batching-producer.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { KafkaSender } from './kafka-sender.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { messageBytes, type OutgoingMessage } from './outgoing-message.ts';
import { quietLog } from './testing/quiet-log.ts';

const login = { mechanism: 'PLAIN', username: 'collector', password: 'right' } as const;
const message: OutgoingMessage = {
  topic: 'trades',
  key: 'BTCUSDT',
  value: '1',
  headers: {},
  timestamp: 1_000,
};

const directories: string[] = [];
let kafka: LocalKafka;
let settings: KafkaSettings;
let otherCa: string;

async function certificates() {
  const directory = await mkdtemp(join(tmpdir(), 'broker-trust-'));
  directories.push(directory);
  return await makeBrokerCertificates(directory);
}

beforeAll(async () => {
  const [ours, others] = [await certificates(), await certificates()];
  otherCa = await readFile(others.caFile, 'utf8');
  kafka = await startLocalKafka({ keystoreFile: ours.keystoreFile, sasl: login });
  const ca = await readFile(ours.caFile, 'utf8');
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test', tls: { ca }, sasl: login };
  const admin = await KafkaAdmin.connect(settings, quietLog);
  await admin.ensureTopics([{ name: 'trades', partitions: 1, replicationFactor: 1, config: {} }]);
  await admin.close();
});
afterAll(async () => {
  await kafka.stop();
  for (const directory of directories) await rm(directory, { recursive: true });
});

describe('a client is told what is wrong', () => {
  const without = ({ bootstrapServers, clientId }: KafkaSettings) => ({ bootstrapServers, clientId });
  test.each<[string, () => KafkaSettings, string]>([
    [
      'with a wrong password',
      () => ({ ...settings, sasl: { ...login, password: 'wrong' } }),
      'AUTHENTICATION_FAILED',
    ],
    [
      'with a mechanism that is off',
      () => ({ ...settings, sasl: { ...login, mechanism: 'SCRAM-SHA-512' } }),
      'AUTHENTICATION_FAILED',
    ],
    ['with another CA', () => ({ ...settings, tls: { ca: otherCa } }), 'TLS_UNTRUSTED'],
    ['with the CAs of the machine', () => ({ ...settings, tls: {} }), 'TLS_UNTRUSTED'],
    ['without TLS', () => without(settings), 'BROKER_UNREACHABLE'],
    ['when nobody listens', () => ({ ...settings, bootstrapServers: ['127.0.0.1:1'] }), 'BROKER_UNREACHABLE'],
    [
      'when the host is unknown',
      () => ({ ...settings, bootstrapServers: ['nobody.invalid:9092'] }),
      'BROKER_UNREACHABLE',
    ],
  ])('%s', { timeout: 60_000 }, async (_name, faulty, code) => {
    const refusal = await KafkaAdmin.connect(faulty(), quietLog).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'StreamError', code });
    expect(String(refusal)).not.toMatch(/right|wrong/);
  });

  test('with TLS where the broker speaks plain text', { timeout: 120_000 }, async () => {
    await using plain = await startLocalKafka();
    const faulty = { ...settings, bootstrapServers: [plain.bootstrapServers] };
    await expect(KafkaAdmin.connect(faulty, quietLog)).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });
});

describe('a producer heals when the cause goes', () => {
  test.each<[string, () => KafkaSettings, string]>([
    [
      'a wrong password',
      () => ({ ...settings, sasl: { ...login, password: 'wrong' } }),
      'AUTHENTICATION_FAILED',
    ],
    ['a wrong CA', () => ({ ...settings, tls: { ca: otherCa } }), 'TLS_UNTRUSTED'],
  ])('%s', { timeout: 60_000 }, async (_name, faulty, code) => {
    let current = faulty();
    const failures: (string | undefined)[] = [];
    const producer = new BatchingProducer<OutgoingMessage>({
      sender: new KafkaSender(async () => current, quietLog),
      limits: defaultLimits,
      encode: (plain) => plain,
      sizeOf: messageBytes,
      onAcknowledged: () => undefined,
      onFailure: (failure) => failures.push(failure?.error.code),
      now: Date.now,
      random: Math.random,
    });
    producer.add(message);
    await expect.poll(() => producer.state.failure?.error.code, { timeout: 30_000 }).toBe(code);
    current = settings;
    await producer.flush();
    expect(failures).toEqual([code, undefined]);
    await producer.close();
  });
});

test('settings that cannot be read are a failure of their own', async () => {
  const sender = new KafkaSender(async () => {
    throw new Error(`Cannot read /etc/kafka/password`);
  }, quietLog);
  await expect(sender.send([message])).rejects.toMatchObject({
    code: 'SETTINGS_UNREADABLE',
    message: expect.stringContaining('Cannot read /etc/kafka/password'),
  });
});
