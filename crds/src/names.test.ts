import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childNames, embeddedAdvertisedListener, embeddedBootstrapServers, maxNameLength } from './names.ts';

const label = (longest: number) =>
  fc.stringMatching(new RegExp(`^[a-z]([a-z0-9-]{0,${longest - 2}}[a-z0-9])?$`));
const pipeline = label(40);
const source = label(20);
const shard = fc.integer({ min: 0, max: 199 });

const allNames = (name: string, from: string, number: number): string[] => [
  childNames.workload(name),
  childNames.kafka(name),
  childNames.kafkaData(name),
  childNames.kafkaPod(name),
  childNames.collectors(name),
  childNames.collector(name, from, number),
  childNames.exchange(name, from),
  childNames.stage(name, 'processor'),
];

describe('childNames', () => {
  test('are what people expect of a pipeline called btc', () => {
    expect(allNames('btc', 'binance', 2)).toEqual([
      'btc-workload',
      'btc-kafka',
      'btc-kafka-data',
      'btc-kafka-0',
      'btc-collector',
      'btc-collector-binance-2',
      'btc-exchange-binance',
      'btc-processor',
    ]);
  });

  test('are names that Kubernetes takes, however long pipeline and source are', () => {
    fc.assert(
      fc.property(pipeline, source, shard, (name, from, number) => {
        for (const child of allNames(name, from, number)) {
          expect(child.length).toBeLessThanOrEqual(maxNameLength);
          expect(child).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
        }
      }),
    );
  });

  test('tell apart the shards of the longest names, which are cut', () => {
    const [name, from] = ['p'.repeat(40), 's'.repeat(20)];
    const shards = Array.from({ length: 200 }, (_, number) => childNames.collector(name, from, number));
    expect(new Set(shards).size).toBe(200);
    expect(new Set(shards.map((child) => child.length))).toEqual(new Set([maxNameLength]));
  });

  test('keep what was cut the same for ever, because objects are found by it', () => {
    expect(childNames.exchange('p'.repeat(40), 's'.repeat(20))).toMatchInlineSnapshot(
      `"pppppppppppppppppppppppppppppppppppppppp-exchange-sssss-1wjnk6c"`,
    );
  });
});

test('clients and broker agree on the service and the port of the broker', () => {
  expect(embeddedBootstrapServers('prices', 'btc')).toBe('btc-kafka.prices.svc:9092');
  expect(embeddedAdvertisedListener('prices', 'btc')).toBe('btc-kafka-0.btc-kafka.prices.svc:9092');
});
