export { Applier, type ApplierOptions, type Child, type ChildCache } from './apply/applier.ts';
export type { ApplyOutcome, DeleteOutcome } from './apply/apply-outcome.ts';
export { FlipDetector } from './apply/flip-detector.ts';
export { missingPaths } from './apply/missing-paths.ts';
export { type Need, needsApply } from './apply/needs-apply.ts';
export { appliedBy, type Ownership, ownershipOf } from './apply/ownership.ts';
export type { CacheHealth } from './cache/cache-health.ts';
export { byLabel, byOwnerUid } from './cache/indexers.ts';
export { type ChangeListener, Informer, type InformerOptions } from './cache/informer.ts';
export { OwnWrites } from './cache/own-writes.ts';
export { metadataOnly, withoutBookkeeping } from './cache/projection.ts';
export type { Change, Indexer, ReadStore } from './cache/store.ts';
export {
  type CallOptions,
  type DeleteOptions,
  type JsonPatchOperation,
  KubeClient,
} from './client/kube-client.ts';
export { listPages, type Page, type Selection } from './client/list-pages.ts';
export { apiVersionOf, collectionPath, objectPath, type Resource, resourceName } from './client/resource.ts';
export { events, leases } from './client/well-known.ts';
export { type Connection, type ConnectOptions, connect } from './connect.ts';
export { Controller, type ControllerOptions, type Reconcile } from './controller/controller.ts';
export { type Outcome, type ReconcileResult, TerminalError } from './controller/outcome.ts';
export {
  controllerKey,
  labelledKey,
  ownKey,
  type Source,
  type SourceOptions,
  source,
  specChanged,
} from './controller/source.ts';
export type { Credential, Credentials, TlsMaterial } from './credentials/credentials.ts';
export { type InClusterOptions, inClusterCredentials, inClusterServer } from './credentials/in-cluster.ts';
export { type KubeconfigOptions, kubeconfigCredentials } from './credentials/kubeconfig.ts';
export { Elector, type ElectorOptions } from './election/elector.ts';
export { type ElectionTimes, electionTimes, type Lease } from './election/lease.ts';
export { LeaseStore } from './election/lease-store.ts';
export { type LeaseWatchOptions, leaseWatch } from './election/lease-watch.ts';
export type { EventNote } from './events/event-note.ts';
export type { Reporter } from './events/event-object.ts';
export { EventRecorder, type EventRecorderOptions } from './events/event-recorder.ts';
export { type Log, silentLog } from './log.ts';
export {
  type Ending,
  Manager,
  type ManagerOptions,
  type RunningCache,
  type RunningController,
} from './manager/manager.ts';
export { KubeMetrics } from './metrics/kube-metrics.ts';
export { canonicalJson } from './objects/canonical-json.ts';
export {
  type Condition,
  type ConditionStatus,
  mergeConditions,
  type Observation,
  type ObservedCondition,
  setCondition,
} from './objects/conditions.ts';
export type {
  KubeObject,
  ManagedFieldsEntry,
  Manifest,
  ObjectMeta,
  OwnerReference,
} from './objects/kube-object.ts';
export { formatKey, keyOf, type ObjectKey, parseKey } from './objects/object-key.ts';
export { controllerOf, controllerReference } from './objects/owner.ts';
export { isSameQuantity, quantityNanos } from './objects/quantity.ts';
export { contentHash, withRenderHash } from './objects/render-hash.ts';
export { compareResourceVersions } from './objects/resource-version.ts';
export type { Priority } from './queue/priority.ts';
export { WorkQueue, type WorkQueueOptions } from './queue/work-queue.ts';
export type { Cancel, Clock, Random } from './time/clock.ts';
export { DeadlineExceeded } from './time/deadline.ts';
export { microTime, secondTime } from './time/micro-time.ts';
export { sleep } from './time/sleep.ts';
export { systemClock } from './time/system-clock.ts';
export { type ApplyConflict, applyConflicts } from './transport/apply-conflict.ts';
export { isKubeError, KubeError, type KubeErrorCode } from './transport/kube-error.ts';
export type { Transport } from './transport/transport.ts';
export { openGate, type WriteGate } from './transport/write-gate.ts';
