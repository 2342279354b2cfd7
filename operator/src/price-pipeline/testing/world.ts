import {
  childNames,
  collectorLabels,
  componentLabels,
  type ScalableStage,
  sourceLabels,
} from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { StageCondition, StageReport } from '@pricecast/runtime';
import { desired } from '../desired.ts';
import type { KafkaReading, Observed, ReportReading } from '../observed.ts';
import type { ContainerStatus, Pod } from '../pod.ts';
import { scaledStages } from '../scaled-stages.ts';
import { wantedTopics } from '../topics.ts';
import { wantedWorkloads } from '../workloads.ts';
import { earlier } from './builders.ts';

/** Brokers that answer and have the topics as wanted. */
export const answering = ({ pipeline }: Pick<Observed, 'pipeline'>, recent = 50): KafkaReading => ({
  kind: 'Answered',
  topics: new Map(wantedTopics(pipeline).map((topic) => [topic.name, { ...topic, configuredHere: [] }])),
  trades: { kind: 'Counted', everWritten: 1_000, recent, windowSeconds: 120 },
});

/** The live objects after everything desired was applied, again and again, and every controller has done its work. */
export const settledChildren = (observed: Observed): Manifest[] => {
  const kafka = answering(observed);
  const settleOnce = (children: readonly Manifest[]): Manifest[] => {
    const { shared, chains } = desired({ ...observed, kafka, children });
    return [...shared, ...chains.flat()].map((object) => settled(observed, object));
  };
  const stages = scaledStages(observed.pipeline.spec);
  return stages.reduce((children) => settleOnce(children), settleOnce(observed.children));
};

const settled = ({ pipeline }: Observed, object: Manifest): Manifest => {
  const workload = wantedWorkloads(pipeline).find(
    ({ kind, name }) => kind === object.kind && name === object.metadata.name,
  );
  if (object.kind === 'PersistentVolumeClaim') return { ...object, status: { phase: 'Bound' } };
  if (workload === undefined) return object;
  const { replicas } = workload;
  const status = { observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: replicas };
  const spec = { ...(object.spec as object), replicas };
  return { ...object, metadata: { ...object.metadata, generation: 1 }, spec, status };
};

/** One container that runs well. */
export const running = (name: string): ContainerStatus => ({
  name,
  image: `registry.example/pricecast/${name}:1.2.3`,
  ready: true,
  restartCount: 0,
  state: { running: { startedAt: earlier } },
});

/** A pod that is ready. */
export const aPod = (name: string, labels: Readonly<Record<string, string>>, container: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'market', labels: { ...labels } },
  status: {
    phase: 'Running',
    podIP: '10.1.2.3',
    startTime: earlier,
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
    containerStatuses: [running(container)],
  },
});

/** The broker's pod. */
export const kafkaPod = (): Pod => aPod(childNames.kafkaPod('btc'), componentLabels('btc', 'kafka'), 'kafka');
/** The pod of the first collector shard. */
export const collectorPod = (source = 'replay'): Pod =>
  aPod(`btc-collector-${source}-0-abc`, collectorLabels('btc', source, 0), 'collector');
/** The pod of the replayed exchange. */
export const exchangePod = (): Pod =>
  aPod('btc-exchange-replay-abc', sourceLabels('btc', 'exchange', 'replay'), 'exchange');

/** A pod of a stage that scales. */
export const stagePod = (stage: ScalableStage, id = 'abc'): Pod =>
  aPod(`btc-${stage}-${id}`, componentLabels('btc', stage), stage);

/** The pod with another state of its only container. */
export const withContainer = (pod: Pod, container: Partial<ContainerStatus>): Pod => ({
  ...pod,
  status: {
    ...pod.status,
    conditions: [{ type: 'PodScheduled', status: 'True' }],
    containerStatuses: (pod.status?.containerStatuses ?? []).map((status) => ({
      ...status,
      ready: false,
      ...container,
    })),
  },
});

/** The report of a stage. */
export const aReport = (
  conditions: readonly StageCondition[] = [],
  gauges = {},
  stage = 'collector',
): ReportReading => {
  const report: StageReport = { stage, conditions: [...conditions], gauges };
  return { kind: 'Report', report };
};

/** A pipeline in which everything holds. */
export const settledWorld = (observed: Observed): Observed => {
  const pod = collectorPod(observed.pipeline.spec.sources[0]?.name);
  const embedded = observed.pipeline.spec.kafka.mode === 'Embedded';
  const stages = scaledStages(observed.pipeline.spec).map(({ name }) => name);
  return {
    ...observed,
    children: settledChildren(observed),
    pods: [
      ...(embedded ? [kafkaPod(), exchangePod(), pod] : [pod]),
      ...stages.map((stage) => stagePod(stage)),
    ],
    kafka: answering(observed),
    reports: new Map([
      [pod.metadata.name, aReport([], { eventsPerSecond: 48.7, lagSeconds: 0.2 })],
      ...stages.map((stage) => [stagePod(stage).metadata.name, aReport([], {}, stage)] as const),
    ]),
  };
};
