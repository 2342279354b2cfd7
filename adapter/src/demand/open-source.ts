import type { PredictiveScaler } from '@pricecast/crds';
import { isKubeError, type KubeClient } from '@pricecast/kube';
import type { KafkaSettings, KafkaSettingsSource } from '@pricecast/stream';
import type { Dispatcher } from 'undici';
import { createdAt } from '../cluster/pod.ts';
import { resources } from '../cluster/resources.ts';
import type { Targets } from '../cluster/targets.ts';
import { KafkaTopicSource } from './kafka/kafka-topic-source.ts';
import type { SharedReaders } from './kafka/shared-readers.ts';
import { askPodBy } from './pods/ask-pod.ts';
import { type AskablePod, PodMetricsSource } from './pods/pod-metrics-source.ts';
import { type DemandSource, unread } from './reading.ts';

/** What sources are opened with. */
export interface SourceParts {
  readonly client: Pick<KubeClient, 'get'>;
  readonly readers: SharedReaders;
  readonly dispatcher: Dispatcher;
  readonly targets: Targets;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type Scaler = Pick<PredictiveScaler, 'metadata' | 'spec'>;

/** Opens the source that a scaler names; one that is not built says so with every reading. */
export function openSource(scaler: Scaler, parts: SourceParts): DemandSource {
  const { kafkaTopic, podMetrics, source } = scaler.spec.demand;
  if (kafkaTopic !== undefined) {
    const { namespace } = scaler.metadata;
    const { topic, consumerGroup: group, bootstrapServers, tls, sasl } = kafkaTopic;
    const name = JSON.stringify([bootstrapServers, tls, sasl, tls || sasl ? namespace : '']);
    const readers = parts.readers.over(name, settingsOf(scaler, parts.client));
    return new KafkaTopicSource({ topic, group, readers, now: parts.now });
  }
  if (podMetrics !== undefined) {
    const { kind, ...endpoint } = podMetrics;
    const ask = askPodBy(parts.dispatcher, endpoint);
    return new PodMetricsSource({
      kind,
      pods: () => servingPods(scaler, parts.targets),
      ask,
      now: parts.now,
    });
  }
  return {
    read: async () => unread('NotBuiltYet', `Demand of source ${source} is not read by this version`),
    close: async () => {},
  };
}

/** Pods that are not Ready get nothing to serve, and have nothing to say. */
function servingPods({ metadata, spec }: Scaler, targets: Targets): AskablePod[] {
  const pods = targets.find(metadata.namespace, spec.targetRef)?.serving ?? [];
  return pods.flatMap((pod): AskablePod[] => {
    const { uid, name } = pod.metadata;
    const address = pod.status?.podIP;
    return uid === undefined || address === undefined
      ? []
      : [{ uid, name, address, createdAt: createdAt(pod) }];
  });
}

const mechanisms = {
  Plain: 'PLAIN',
  ScramSha256: 'SCRAM-SHA-256',
  ScramSha512: 'SCRAM-SHA-512',
} as const;

/** The connection of a scaler; Secrets of its own namespace are read anew for each one. */
function settingsOf({ metadata, spec }: Scaler, client: Pick<KubeClient, 'get'>): KafkaSettingsSource {
  return async (): Promise<KafkaSettings> => {
    const { bootstrapServers = [], tls, sasl } = spec.demand.kafkaTopic ?? {};
    const read = (ref: { readonly name: string; readonly key: string }) =>
      secretValue(client, metadata.namespace, ref);
    return {
      bootstrapServers,
      clientId: 'pricecast-adapter',
      ...(tls === undefined ? {} : { tls: tls.caSecretRef ? { ca: await read(tls.caSecretRef) } : {} }),
      ...(sasl === undefined
        ? {}
        : {
            sasl: {
              mechanism: mechanisms[sasl.mechanism],
              username: sasl.username,
              password: (await read(sasl.passwordSecretRef)).replace(/\r?\n$/, ''),
            },
          }),
    };
  };
}

/** Rejects with a sentence that names Secret and key. */
async function secretValue(
  client: Pick<KubeClient, 'get'>,
  namespace: string,
  { name, key }: { readonly name: string; readonly key: string },
): Promise<string> {
  const secret = await client.get(resources.secrets, { namespace, name }).catch((cause: unknown) => {
    const why = isKubeError(cause, 'KUBE_NOT_FOUND') ? 'does not exist' : 'cannot be read';
    throw new Error(`Secret ${name} ${why} in namespace ${namespace}`, { cause });
  });
  const value = (secret.data as Readonly<Record<string, string>> | undefined)?.[key];
  if (!value) throw new Error(`Secret ${name} has no value under key ${key}`);
  return Buffer.from(value, 'base64').toString('utf8');
}
