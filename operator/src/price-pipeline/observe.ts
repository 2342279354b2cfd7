import { type Component, childNames, type PricePipeline } from '@pricecast/crds';
import { isKubeError, type KubeObject, type Manifest, type ObjectKey } from '@pricecast/kube';
import type { Settings } from '../settings.ts';
import { type Access, accessOf, secretNames } from './credentials.ts';
import type { KafkaReading, Observed, ReportReading } from './observed.ts';
import { addressOf, isReady, type Pod } from './pod.ts';
import type { Brokers, KafkaConnection, Reports, Secrets } from './ports.ts';
import { tradesTopic, wantedTopics } from './topics.ts';
import { podsOf } from './workloads.ts';

/** Cached objects of one pipeline. */
export interface PipelineCache<T extends KubeObject> {
  /** Those that carry the label of this pipeline. */
  ofPipeline(key: ObjectKey): readonly T[];
}

/** What observing needs. All of it only reads. */
export interface ObservePorts {
  readonly settings: Settings;
  readonly children: PipelineCache<Manifest>;
  readonly pods: PipelineCache<Pod>;
  readonly secrets: Secrets;
  readonly brokers: Brokers;
  readonly reports: Reports;
}

/** Trades that are older do not show that trades flow now. */
export const recentSeconds = 120;

/** What was observed, and the connection that it was observed through. The latter holds secrets. */
export interface Observation {
  readonly observed: Observed;
  readonly connection: KafkaConnection | undefined;
}

/** Reads everything that a decision about the pipeline rests on. Throws `KubeError` where the API server is silent. */
export const observe = async (
  pipeline: PricePipeline,
  ports: ObservePorts,
  signal: AbortSignal,
): Promise<Observation> => {
  const { name, namespace } = pipeline.metadata;
  const key = { name, namespace };
  const children = ports.children.ofPipeline(key);
  const pods = ports.pods.ofPipeline(key);
  const { credentials, connection } = await readAccess(pipeline, ports.secrets, signal);
  const [kafka, reports] = await Promise.all([
    hasBroker(pipeline, pods) ? readKafka(pipeline, connection, ports, signal) : notAsked,
    readReports(podsOf(pods, ...reporting), ports.reports, signal),
  ]);
  const { settings } = ports;
  return { observed: { pipeline, settings, children, pods, credentials, kafka, reports }, connection };
};

/** The parts of a pipeline whose reports count. */
const reporting: readonly Component[] = ['collector', 'processor', 'forecaster', 'gateway'];

const notAsked: KafkaReading = { kind: 'NotAsked' };

/** A right that is missing is told like a Secret that is missing: both heal when somebody gives it. */
const readAccess = async (
  pipeline: PricePipeline,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Access> => {
  const { namespace } = pipeline.metadata;
  try {
    const found = await Promise.all(
      secretNames(pipeline).map(async (name) => [name, await secrets.find(namespace, name, signal)] as const),
    );
    return accessOf(pipeline, new Map(found));
  } catch (error) {
    if (!isKubeError(error, 'KUBE_FORBIDDEN')) throw error;
    const what = `The operator may not read Secrets in namespace ${namespace}: ${error.message}`;
    return { credentials: { kind: 'Missing', reason: 'Forbidden', what }, connection: undefined };
  }
};

/** A broker of our own is asked when its pod is ready; those of others are always asked. */
const hasBroker = ({ metadata, spec }: PricePipeline, pods: readonly Pod[]): boolean =>
  spec.kafka.mode !== 'Embedded' ||
  pods.some((pod) => pod.metadata.name === childNames.kafkaPod(metadata.name) && isReady(pod));

const readKafka = async (
  pipeline: PricePipeline,
  connection: KafkaConnection | undefined,
  { brokers }: ObservePorts,
  signal: AbortSignal,
): Promise<KafkaReading> => {
  if (connection === undefined) return notAsked;
  const question = {
    topics: wantedTopics(pipeline).map(({ name }) => name),
    tradesTopic: tradesTopic(pipeline),
    windowSeconds: recentSeconds,
  };
  return await brokers.read(connection, question, signal);
};

const readReports = async (
  pods: readonly Pod[],
  reports: Reports,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReportReading>> => {
  const asked = pods.flatMap((pod) => {
    const address = addressOf(pod);
    return address === undefined ? [] : [{ name: pod.metadata.name, address }];
  });
  const readings = asked.map(
    async ({ name, address }) => [name, await reports.read(address, signal)] as const,
  );
  return new Map(await Promise.all(readings));
};
