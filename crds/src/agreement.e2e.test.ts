import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kubeconfigPath, stateDirectory } from '../../hack/src/repository.ts';
import { aPipeline, aScaler } from '../samples/builders.ts';
import type { Parsed } from './parse.ts';
import { parsePredictiveScaler } from './predictive-scaler/predictive-scaler.ts';
import { parsePricePipeline } from './price-pipeline/price-pipeline.ts';

/**
 * Every rule exists twice, as CEL and as a predicate, and every bound is judged by two programs. Here both
 * judge the same few hundred objects, which are made so that most rules are kept and broken many times.
 */
const program = process.env.KUBECTL ?? join(stateDirectory, 'bin', 'kubectl');
const runs = { numRuns: 300, seed: 20_260_101 } as const;

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
/** The members that have a value. */
const present = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** Left out in `absent` of `absent + 1` cases. */
const optional = <T>(absent: number, value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const sometimes = <T>(value: fc.Arbitrary<T>) => optional(1, value);
const rarely = <T>(value: fc.Arbitrary<T>) => optional(12, value);

/** What each type needs, so that most sources are in order. */
const types = oneOf<object>(
  { type: 'Binance', symbols: ['BTCUSDT'] },
  { type: 'Binance', symbols: ['ETHUSDT', 'SOLUSDT'] },
  { type: 'Replay', symbols: ['BTCUSDT'], replay: {} },
  { type: 'CoinGecko', symbols: ['bitcoin'], streams: ['Bars'], intervalSeconds: 300 },
  { type: 'Yahoo', symbols: ['BTC-USD', '^GSPC'], streams: ['Bars'], intervalSeconds: 60 },
);
const oddities = fc.record({
  name: rarely(oneOf('One', '', 's'.repeat(21))),
  type: rarely(oneOf('Binance', 'Replay', 'CoinGecko', 'Yahoo')),
  symbols: rarely(oneOf(['BTCUSDT', 'bitcoin'], ['BTCUSDT', 'BTCUSDT'], [])),
  streams: rarely(oneOf(['Trades'], ['Bars'], ['Bars', 'Trades'], [])),
  intervalSeconds: rarely(oneOf(0, 1, 86_400, 86_401)),
  symbolsPerShard: rarely(oneOf(0, 1, 200, 201)),
  service: rarely(
    oneOf({ name: 'exchange', port: 80 }, { name: 'Exchange', port: 80 }, { name: 'x', port: 0 }),
  ),
  replay: rarely(oneOf({}, { market: 'Synthetic', seed: 0 }, { tradesPerSecond: 0 })),
});
const source = fc
  .tuple(oneOf('one', 'two', 'three'), types, oddities)
  .map(([name, type, odd]) => ({ name, ...type, ...present(odd) }));

const bounds = fc.record({
  minReplicas: sometimes(oneOf(0, 1, 5, 12, 13)),
  maxReplicas: sometimes(oneOf(1, 5, 12)),
  engine: sometimes(oneOf('HPA', 'KEDA', 'None')),
});

const modes = oneOf<object>(
  {},
  { mode: 'Embedded', embedded: { storage: { size: '20Gi' } } },
  { mode: 'External', external: { bootstrapServers: ['broker:9092'] } },
  { mode: 'Strimzi', strimzi: { clusterName: 'prices' } },
);
const kafkaOddities = fc.record({
  mode: rarely(oneOf('Embedded', 'External', 'Strimzi')),
  embedded: rarely(oneOf({}, { storage: { size: '20Gi' } }, { storage: { size: '20G' } })),
  strimzi: rarely(oneOf({ clusterName: 'prices' }, {})),
  external: rarely(oneOf({ bootstrapServers: ['broker:9092'] }, { bootstrapServers: ['broker'] })),
  topics: sometimes(
    oneOf({ replicationFactor: 3 }, { replicationFactor: 1 }, { partitions: 120 }, { partitions: 0 }),
  ),
});
const kafka = fc.tuple(modes, kafkaOddities).map(([mode, odd]) => ({ ...mode, ...present(odd) }));

const pipeline = fc.record({
  sources: fc.array(source, { minLength: 1, maxLength: 2 }),
  kafka: sometimes(kafka),
  scaling: rarely(fc.record({ processor: bounds })),
});

const settings = {
  kafkaTopic: oneOf<object>(
    { bootstrapServers: ['b:9092'], topic: 'trades' },
    { bootstrapServers: ['b:9092'], topic: 'trades', key: 'BTCUSDT' },
    { bootstrapServers: ['b:9092'], topic: 'trades', key: 'BTCUSDT', valuePath: 'volume' },
  ),
  podMetrics: oneOf({ port: 9090, metric: 'requests_total' }, { port: 9090, metric: 'requests total' }),
  http: oneOf({ service: 'queue', port: 80, valuePath: 'load' }, { service: 'queue', port: 80 }),
};
const demandMembers = {
  source: oneOf('KafkaTopic', 'PodMetrics', 'Http'),
  kafkaTopic: rarely(settings.kafkaTopic),
  podMetrics: rarely(settings.podMetrics),
  http: rarely(settings.http),
};
/** Mostly one member that fits its source, sometimes anything. */
const fitting = fc.oneof(
  { weight: 2, arbitrary: fc.record({ source: fc.constant('KafkaTopic'), kafkaTopic: settings.kafkaTopic }) },
  { weight: 4, arbitrary: fc.record({ source: fc.constant('PodMetrics'), podMetrics: settings.podMetrics }) },
  { weight: 1, arbitrary: fc.record(demandMembers) },
);
const demand = fc
  .tuple(
    fitting,
    rarely(
      fc.array(
        fitting.map((member) => ({ name: 'lead', ...member })),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    rarely(oneOf('UTC', 'Europe/Berlin', 'Europe/', 'America/Argentina/Salta')),
  )
  .map(([member, regressors, timeZone]) => ({ ...member, regressors, timeZone }));

const decimals = fc.oneof(
  { weight: 3, arbitrary: oneOf<unknown>(1, 50, '0.5', '50.0', '50', '0.000000001') },
  { weight: 1, arbitrary: oneOf<unknown>(0, 51, '50.000000001', '0', '01', 0.5, '1e1', '') },
);
const moments = oneOf(
  '2027-01-04T08:00:00Z',
  '2027-01-04T08:00:00.123456+02:00',
  '2027-02-30T08:00:00Z',
  '2027-01-04T08:00:00',
  '2027-01-04',
  'soon',
);
const begins = fc.oneof(
  { weight: 2, arbitrary: fc.record({ startsAt: moments }) },
  { weight: 2, arbitrary: fc.record({ schedule: oneOf('0 8 * * 1', '*/5 0-6 1,15 * 1-5', 'daily') }) },
  { weight: 1, arbitrary: fc.record({ startsAt: moments, schedule: fc.constant('0 8 * * 1') }) },
);
const effects = fc.oneof(
  { weight: 4, arbitrary: fc.record({ loadPercent: oneOf(200, 200, 200, 0) }) },
  { weight: 1, arbitrary: fc.record({ loadFloor: decimals }) },
  { weight: 1, arbitrary: fc.constant({}) },
);
const event = fc
  .tuple(begins, effects, rarely(oneOf(['2027-04-05'], ['5 April'])))
  .map(([begin, effect, excludedDates]) => ({
    name: 'sale',
    durationSeconds: 3600,
    ...begin,
    ...effect,
    excludedDates,
  }));

const scaler = fc.record({
  demand,
  minReplicas: rarely(oneOf(0, 1, 10, 11)),
  mode: rarely(oneOf('Observe', 'Floor', 'Full')),
  scaler: rarely(oneOf('HPA', 'KEDA', 'None')),
  capacity: sometimes(fc.record({ type: fc.constant('Fixed'), loadPerReplica: decimals })),
  risk: sometimes(
    fc.record({
      shortfallPercent: fc.option(decimals, { nil: undefined, freq: 3 }),
      costOfShortMinute: rarely(decimals),
    }),
  ),
  leadTime: rarely(fc.record({ type: sometimes(oneOf('Fixed', 'Auto')), seconds: sometimes(oneOf(0, 90)) })),
  events: sometimes(event.map((one) => [one])),
});

/** Names of the objects that the API server refuses, with what it says. */
async function refusals(objects: readonly object[]): Promise<Map<string, string>> {
  const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const { stderr, exitCode } = await execa(
    program,
    ['create', '--dry-run=server', '-n', 'default', '-f', '-'],
    {
      env: { KUBECONFIG: kubeconfigPath },
      input,
      reject: false,
    },
  );
  const sentences = stderr.split(/\n(?=The |Error )/).filter((sentence) => sentence.includes('invalid'));
  expect({ exitCode, silent: sentences.length === 0 }).not.toEqual({ exitCode: 1, silent: true });
  return new Map(sentences.map((sentence) => [/"([a-z]+-\d+)"/.exec(sentence)?.[1] ?? sentence, sentence]));
}

interface Judged {
  readonly object: object;
  readonly parser: string;
  readonly server: string;
}

async function judge(
  objects: readonly { metadata: { name: string } }[],
  parse: (object: unknown) => Parsed<unknown>,
) {
  const refused = await refusals(objects);
  return objects.map((object): Judged => {
    const parsed = parse(object);
    return {
      object,
      parser: parsed.ok ? 'accepted' : parsed.error.message,
      server: refused.get(object.metadata.name) ?? 'accepted',
    };
  });
}

function expectAgreement(judged: readonly Judged[]): void {
  const disagreements = judged.filter(
    ({ parser, server }) => (parser === 'accepted') !== (server === 'accepted'),
  );
  expect(disagreements).toEqual([]);
  const accepted = judged.filter(({ parser }) => parser === 'accepted').length;
  expect(accepted).toBeGreaterThan(judged.length / 10);
  expect(accepted).toBeLessThan((judged.length * 9) / 10);
}

const inDefault = <T extends { metadata: { name: string } }>(object: T) => ({
  ...object,
  metadata: { name: object.metadata.name, namespace: 'default' },
});

test('parser and API server agree on several hundred pipelines', async () => {
  const objects = fc
    .sample(pipeline, runs)
    .map((spec, index) => inDefault(aPipeline(spec, `pipeline-${index}`)));
  expectAgreement(await judge(objects, parsePricePipeline));
});

test('parser and API server agree on several hundred scalers', async () => {
  const objects = fc.sample(scaler, runs).map((spec, index) => inDefault(aScaler(spec, `scaler-${index}`)));
  expectAgreement(await judge(objects, parsePredictiveScaler));
});
