import { describe, expect, test } from 'vitest';
import { accessOf, secretNames } from './credentials.ts';
import type { SecretData } from './ports.ts';
import { aPipeline, binanceSource, externalKafka } from './testing/builders.ts';

const pipeline = aPipeline({ sources: [binanceSource], kafka: externalKafka });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secret = (resourceVersion: string, data: Record<string, string>): SecretData => ({
  resourceVersion,
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
});
const ca = secret('11', { 'ca.crt': 'PEM' });
const login = secret('12', { password: 'päss\n' });

describe('the Secrets of a pipeline', () => {
  test('are those that the spec names, each once', () => {
    expect(secretNames(pipeline)).toEqual(['kafka-ca', 'kafka-login']);
    expect(secretNames(aPipeline())).toEqual([]);
  });

  test('make a connection when they are complete, with a version that changes with them', () => {
    const access = accessOf(
      pipeline,
      new Map([
        ['kafka-login', login],
        ['kafka-ca', ca],
      ]),
    );
    expect(access.credentials).toEqual({ kind: 'Complete', version: 'kafka-ca@11,kafka-login@12' });
    expect(access.connection).toEqual({
      bootstrapServers: ['kafka-1.example:9093', 'kafka-2.example:9093'],
      tls: { ca: 'PEM' },
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'pricecast', password: 'päss' },
    });
  });

  test('are not needed for the broker of the pipeline itself', () => {
    expect(accessOf(aPipeline(), new Map())).toEqual({
      credentials: { kind: 'Complete', version: undefined },
      connection: { bootstrapServers: ['btc-kafka.market.svc:9092'] },
    });
  });

  const missing: Readonly<Record<string, readonly [[string, SecretData | undefined][], string, string]>> = {
    'that do not exist are named with their namespace': [
      [
        ['kafka-ca', ca],
        ['kafka-login', undefined],
      ],
      'SecretNotFound',
      'Secret kafka-login does not exist in namespace market',
    ],
    'that lack the key are named with it': [
      [
        ['kafka-ca', ca],
        ['kafka-login', secret('1', { other: 'x' })],
      ],
      'SecretKeyNotFound',
      'Secret kafka-login has no value under key password',
    ],
    'whose value is empty count as lacking the key': [
      [
        ['kafka-ca', secret('1', { 'ca.crt': '' })],
        ['kafka-login', login],
      ],
      'SecretKeyNotFound',
      'Secret kafka-ca has no value under key ca.crt',
    ],
  };

  test.each(Object.entries(missing))('%s', (_, [secrets, reason, what]) => {
    const { credentials, connection } = accessOf(pipeline, new Map(secrets));
    expect(credentials).toEqual({ kind: 'Missing', reason, what });
    expect(connection).toBeUndefined();
  });
});
