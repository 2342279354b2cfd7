import { group } from './api.ts';
import { type ScalableStage, scalerChildName } from './names.ts';

/** Field manager under which the operator applies children and status. */
export const operatorFieldManager = 'pricecast-operator';
/** Field manager under which the operator sets `spec.replicas` once, so that a scaler can own it afterwards. */
export const operatorReplicasFieldManager = 'pricecast-operator-replicas';
/** Field manager under which the operator raises `minReplicas` of HPAs of users in mode Floor. */
export const operatorFloorFieldManager = 'pricecast-operator-floor';
/** Field manager under which the adapter writes its part of a scaler's status. */
export const adapterFieldManager = 'pricecast-adapter';

/** Label keys that children carry. */
export const labelKeys = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  managedBy: 'app.kubernetes.io/managed-by',
  pipeline: `${group}/pipeline`,
  source: `${group}/source`,
  shard: `${group}/shard`,
  scaler: `${group}/scaler`,
  /** In the selector of a ShadowWorkload alone: no pod carries it. */
  shadow: `${group}/shadow`,
} as const;

/** Annotation keys. */
export const annotationKeys = {
  /** Cluster id of the Kafka whose log lies on a volume; on the PersistentVolumeClaim. */
  kafkaClusterId: `${group}/kafka-cluster-id`,
  /** Pods that a Deployment began with; on it, so that nobody sets them a second time. */
  firstReplicas: `${group}/first-replicas`,
  /** Hash of the rendered configuration; on pod templates, so that a change restarts the pods. */
  configHash: `${group}/config-hash`,
  /** Name of the PredictiveScaler that raised `minReplicas`; on the HPA of a user, with the next two. */
  floorOf: `${group}/floor-of`,
  /** The user's own `minReplicas`, which is written back. */
  ownMinReplicas: `${group}/own-min-replicas`,
  /** The `minReplicas` that was written last. */
  raisedMinReplicas: `${group}/raised-min-replicas`,
  /** Name of the ConfigMap with history for a scaler; on the PredictiveScaler. */
  history: `${group}/history`,
} as const;

/** What a child is part of. */
export type Component = 'kafka' | 'collector' | 'exchange' | ScalableStage;

/** A set of labels. */
export type Labels = Readonly<Record<string, string>>;

/** Selects every object that the operator manages. */
export const managedSelector = `${labelKeys.managedBy}=${operatorFieldManager}`;

/** Labels of a child of a pipeline that belongs to all of its components. */
export const pipelineLabels = (pipeline: string): Labels => ({
  [labelKeys.name]: 'pricecast',
  [labelKeys.instance]: pipeline,
  [labelKeys.managedBy]: operatorFieldManager,
  [labelKeys.pipeline]: pipeline,
});

/** Labels of a child of a pipeline that belongs to one component. */
export const componentLabels = (pipeline: string, component: Component): Labels => ({
  ...pipelineLabels(pipeline),
  [labelKeys.component]: component,
});

/** Labels of what serves one source. */
export const sourceLabels = (
  pipeline: string,
  component: 'collector' | 'exchange',
  source: string,
): Labels => ({
  ...componentLabels(pipeline, component),
  [labelKeys.source]: source,
});

/** Labels of what a scaler renders. A long name is cut as that of the child is, for a label value is short. */
export const scalerLabels = (scaler: string): Labels => ({
  [labelKeys.name]: 'pricecast',
  [labelKeys.managedBy]: operatorFieldManager,
  [labelKeys.scaler]: scalerChildName(scaler),
});

/** Labels of one collector shard. */
export const collectorLabels = (pipeline: string, source: string, shard: number): Labels => ({
  ...sourceLabels(pipeline, 'collector', source),
  [labelKeys.shard]: String(shard),
});
