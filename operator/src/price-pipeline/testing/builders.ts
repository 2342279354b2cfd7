import { apiVersion, type PricePipeline, parsePricePipeline, pricePipelineKind } from '@pricecast/crds';
import type { Settings } from '../../settings.ts';
import type { Observed } from '../observed.ts';
import type { View } from '../view.ts';

/** The moment at which tests happen. */
export const now = new Date('2026-01-02T03:04:05Z');
/** A moment a little earlier, at which things began. */
export const earlier = '2026-01-02T03:00:00Z';
export const uid = '38c5888f-e29f-46b7-a505-bd4b0c97e64a';

export const someSettings: Settings = {
  images: { registry: 'registry.example/pricecast', tag: '1.2.3', pullPolicy: 'IfNotPresent' },
  operatorNamespace: 'pricecast-system',
};

export const replaySource = {
  name: 'replay',
  type: 'Replay',
  symbols: ['BTCUSDT', 'ETHUSDT'],
  replay: { tradesPerSecond: 50, seed: 7 },
};

export const binanceSource = { name: 'live', type: 'Binance', symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'] };

/** The part of a spec that asks for every stage behind the collectors, two of them scaled. */
export const fullPath = {
  processing: {},
  forecast: {},
  gateway: {},
  scaling: { processor: { minReplicas: 2, maxReplicas: 6 }, gateway: { maxReplicas: 4 } },
};

export const externalKafka = {
  mode: 'External',
  external: {
    bootstrapServers: ['kafka-1.example:9093', 'kafka-2.example:9093'],
    tls: { caSecretRef: { name: 'kafka-ca' } },
    sasl: { mechanism: 'ScramSha512', username: 'pricecast', passwordSecretRef: { name: 'kafka-login' } },
  },
};

/** A stored pipeline: a valid default with parts of the spec replaced, defaults filled in. */
export const aPipeline = (spec: object = {}, metadata: object = {}): PricePipeline => {
  const parsed = parsePricePipeline({
    apiVersion,
    kind: pricePipelineKind.kind,
    metadata: { name: 'btc', namespace: 'market', uid, generation: 3, ...metadata },
    spec: { sources: [replaySource], ...spec },
  });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

/** What is seen of a pipeline that was just created. */
export const anObserved = (parts: Partial<Observed> = {}): Observed => ({
  pipeline: aPipeline(),
  settings: someSettings,
  children: [],
  pods: [],
  credentials: { kind: 'Complete', version: undefined },
  kafka: { kind: 'NotAsked' },
  reports: new Map(),
  ...parts,
});

/** The same after an apply that nothing was refused in. */
export const aView = (parts: Partial<View> = {}): View => ({
  ...anObserved(parts),
  refusals: [],
  topicRefusal: undefined,
  ...parts,
});
