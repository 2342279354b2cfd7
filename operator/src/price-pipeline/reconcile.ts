import { type PricePipeline, type PricePipelineStatus, parsePricePipeline } from '@pricecast/crds';
import {
  type Clock,
  type EventRecorder,
  formatKey,
  type Manifest,
  type ReadStore,
  type Reconcile,
  type ReconcileResult,
} from '@pricecast/kube';
import type { TopicSpec } from '@pricecast/stream';
import type { StatusWrite, StatusWriter } from '../status/status-writer.ts';
import { applyChildren, type ChildWriters } from './apply.ts';
import { withNewer } from './children.ts';
import { desired } from './desired.ts';
import { notesOn } from './event-notes.ts';
import { type ObservePorts, observe } from './observe.ts';
import type { KafkaConnection } from './ports.ts';
import { requeueSeconds } from './requeue.ts';
import { firstStatus, invalidStatus, statusOf } from './status.ts';
import type { View } from './view.ts';

/** Everything that reconciling a pipeline touches. */
export interface PipelinePorts extends ObservePorts, ChildWriters {
  readonly pipelines: Pick<ReadStore<Manifest>, 'get'>;
  readonly statuses: StatusWriter<PricePipelineStatus>;
  readonly recorder: Pick<EventRecorder, 'record'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Makes the world of one pipeline right: first an answer, then observe → desired → apply → status. */
export const reconcilePipeline =
  (ports: PipelinePorts): Reconcile =>
  async (key, signal) => {
    const stored = ports.pipelines.get(formatKey(key));
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) {
      ports.statuses.forget(key);
      return {};
    }
    const parsed = parsePricePipeline(stored);
    if (parsed.ok) return await reconcileValid(ports, parsed.value, signal);
    const unread = stored as unknown as PricePipeline;
    const status = invalidStatus(unread, parsed.error.message, ports.clock.now());
    await ports.statuses.write(asObject(unread), status, signal);
    return {};
  };

const reconcileValid = async (
  ports: PipelinePorts,
  pipeline: PricePipeline,
  signal: AbortSignal,
): Promise<ReconcileResult> => {
  const { clock, statuses } = ports;
  if (pipeline.status === undefined) {
    await statuses.write(asObject(pipeline), firstStatus(pipeline, clock.now()), signal);
  }
  const observation = await observe(pipeline, ports, signal);
  const { observed } = observation;
  const wanted = desired(observed);
  const applied = await applyChildren(ports, pipeline, wanted, signal);
  const topicRefusal = await ensureTopics(ports, observation.connection, wanted.topics, signal);
  const children = withNewer(observed.children, applied.written);
  const view: View = { ...observed, children, refusals: applied.refusals, topicRefusal };
  const status = statusOf(view, clock.now());
  const write = await statuses.write(asObject(pipeline), status, signal);
  for (const note of notesOn(pipeline.status, status, applied.deeds)) {
    ports.recorder.record({ regarding: asObject(pipeline), ...note });
  }
  return { requeueAfterSeconds: nextLook(status, write, wanted.topics.length > 0) };
};

const ensureTopics = async (
  { brokers }: PipelinePorts,
  connection: KafkaConnection | undefined,
  topics: readonly TopicSpec[],
  signal: AbortSignal,
): Promise<View['topicRefusal']> =>
  connection === undefined || topics.length === 0
    ? undefined
    : await brokers.ensure(connection, topics, signal);

const nextLook = (status: PricePipelineStatus, write: StatusWrite, justChangedTopics: boolean): number => {
  const seconds = requeueSeconds(status, justChangedTopics);
  return write.kind === 'Postponed' ? Math.min(seconds, write.seconds) : seconds;
};

const asObject = ({ apiVersion, kind, metadata, status }: PricePipeline) => {
  const { name, namespace, uid } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, uid }, status };
};
