import { KubeError } from '@pricecast/kube';
import { describe, expect, test } from 'vitest';
import { type ObservePorts, observe } from './observe.ts';
import type { KafkaReading } from './observed.ts';
import {
  anObserved,
  aPipeline,
  binanceSource,
  externalKafka,
  fullPath,
  someSettings,
} from './testing/builders.ts';
import { answering, collectorPod, exchangePod, kafkaPod, stagePod, withContainer } from './testing/world.ts';

const signal = new AbortController().signal;
const external = aPipeline({ sources: [binanceSource], kafka: externalKafka });
const answer: KafkaReading = answering(anObserved());
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A world in which everything answers, with parts of it replaced; and who was asked. */
const aWorld = (parts: Partial<ObservePorts> = {}) => {
  const asked: string[] = [];
  const ports: ObservePorts = {
    settings: someSettings,
    children: { ofPipeline: () => [] },
    pods: { ofPipeline: () => [kafkaPod(), exchangePod(), collectorPod()] },
    secrets: {
      find: async (namespace, name) => {
        asked.push(`secret ${namespace}/${name}`);
        return { resourceVersion: '1', data: { 'ca.crt': base64('PEM'), password: base64('secret') } };
      },
    },
    brokers: {
      read: async ({ bootstrapServers }, { topics }) => {
        asked.push(`kafka ${bootstrapServers.join()} ${topics.join()}`);
        return answer;
      },
      ensure: async () => undefined,
    },
    reports: {
      read: async (address) => {
        asked.push(`report ${address}`);
        return { kind: 'Unavailable', what: address };
      },
    },
    ...parts,
  };
  return { ports, asked };
};

describe('what is observed of a pipeline', () => {
  test('asks the broker of its own, and the stages for reports, but not the exchange', async () => {
    const { ports, asked } = aWorld();
    const { observed } = await observe(aPipeline(), ports, signal);
    expect(asked).toEqual([
      'kafka btc-kafka.market.svc:9092 market.btc.trades.v1,market.btc.trades.v1.dlq,market.btc.collector-state.v1',
      'report 10.1.2.3',
    ]);
    expect(observed.kafka).toBe(answer);
    expect([...observed.reports.keys()]).toEqual([collectorPod().metadata.name]);
  });

  test('asks every pod of a stage that scales', async () => {
    const stages = ['processor', 'forecaster', 'gateway'] as const;
    const pods = stages.map((stage) => stagePod(stage));
    const { ports } = aWorld({ pods: { ofPipeline: () => [...pods, exchangePod()] } });
    const { observed } = await observe(aPipeline(fullPath), ports, signal);
    expect([...observed.reports.keys()]).toEqual(pods.map(({ metadata }) => metadata.name));
  });

  test('does not ask a broker of its own whose pod is not ready', async () => {
    const { ports, asked } = aWorld({ pods: { ofPipeline: () => [withContainer(kafkaPod(), {})] } });
    const { observed } = await observe(aPipeline(), ports, signal);
    expect(asked).toEqual([]);
    expect(observed.kafka).toEqual({ kind: 'NotAsked' });
  });

  test('asks brokers of others with what the Secrets hold', async () => {
    const { ports, asked } = aWorld({ pods: { ofPipeline: () => [] } });
    const { observed, connection } = await observe(external, ports, signal);
    expect(asked.slice(0, 2)).toEqual(['secret market/kafka-ca', 'secret market/kafka-login']);
    expect(observed.kafka).toBe(answer);
    expect(connection?.sasl?.password).toBe('secret');
    expect(JSON.stringify(observed)).not.toContain('"secret"');
  });

  test('tells a right that is missing like a Secret that is missing', async () => {
    const refused = new KubeError('get secrets was answered 403', {
      code: 'KUBE_FORBIDDEN',
      call: 'get secrets',
      retryable: true,
    });
    const { ports } = aWorld({ secrets: { find: () => Promise.reject(refused) } });
    const { observed } = await observe(external, ports, signal);
    expect(observed.credentials).toEqual({
      kind: 'Missing',
      reason: 'Forbidden',
      what: 'The operator may not read Secrets in namespace market: get secrets was answered 403',
    });
    expect(observed.kafka).toEqual({ kind: 'NotAsked' });
  });
});
