/** What a reason means and what a person does about it. */
export interface ReasonText {
  readonly meaning: string;
  readonly remedy: string;
}

const nothing = 'Nothing.';
const waits =
  'Wait. If it lasts for more than a few minutes, look at the pods and events that the message names.';

/** What goes on in general. */
const progress = {
  Pending: { meaning: 'The object was seen and nothing is known about it yet.', remedy: waits },
  AllStagesReady: { meaning: 'Every stage holds and trades were seen.', remedy: nothing },
  Progressing: { meaning: 'Objects are being created or pods are starting.', remedy: waits },
  Suspended: { meaning: 'The spec asks for a stop.', remedy: 'Set spec.suspend to false to go on.' },
  Everything: { meaning: 'Everything that the spec asks for is built.', remedy: nothing },
  NotBuiltYet: {
    meaning: 'The spec asks for something that this version accepts and does not build yet.',
    remedy: 'Leave out the parts that the message names, or wait for a version that builds them.',
  },
  SpecInvalid: {
    meaning: 'The stored spec does not fit the schema of this operator.',
    remedy: 'Correct the fields that the message names.',
  },
} as const satisfies Record<string, ReasonText>;

/** What stands in the way inside Kubernetes. */
const cluster = {
  NameConflict: {
    meaning: 'An object of somebody else bears the name of a child.',
    remedy: 'Delete or rename that object, or choose another name for the pipeline.',
  },
  FieldConflict: {
    meaning: 'Another field manager owns a field that the operator has to write.',
    remedy: 'Stop the writer that the message names from setting that field.',
  },
  Forbidden: {
    meaning: 'The operator lacks a right; the message names verb and resource.',
    remedy: 'Install the chart of the same version, or grant the right.',
  },
  Refused: {
    meaning: 'The API server refused an object, by quota, admission policy or validation.',
    remedy: 'Read the answer of the server in the message and remove its cause.',
  },
  ApiUnavailable: { meaning: 'The API server did not answer.', remedy: waits },
  SecretNotFound: {
    meaning: 'A Secret that the spec names does not exist.',
    remedy: 'Create the Secret in the namespace of the object.',
  },
  SecretKeyNotFound: {
    meaning: 'A Secret that the spec names lacks the key.',
    remedy: 'Add the key to the Secret, or name another key in the spec.',
  },
  VolumePending: {
    meaning: 'The volume claim is not bound.',
    remedy: 'Provide a volume or a storage class that fits; kubectl describe pvc tells why none did.',
  },
  VolumeLost: {
    meaning: 'The volume behind the claim is gone, and its records with it.',
    remedy: 'Restore the volume, or delete the claim to begin with an empty one.',
  },
  ImagePullFailed: {
    meaning: 'An image cannot be pulled.',
    remedy: 'Push the image that the message names, or correct image.registry and image.tag of the chart.',
  },
  CrashLooping: {
    meaning: 'A container ends again and again.',
    remedy: 'Read its log with kubectl logs --previous; the message names the pod.',
  },
  OutOfMemory: {
    meaning: 'A container was killed because it reached its memory limit.',
    remedy: 'Use profile Performance, or collect fewer symbols in each shard.',
  },
  Unschedulable: {
    meaning: 'No node takes a pod.',
    remedy: 'Add a node or free resources; the message says what was lacking.',
  },
  PodsNotReady: { meaning: 'Pods run and are not ready.', remedy: waits },
} as const satisfies Record<string, ReasonText>;

/** What stands in the way of Kafka and its topics. */
const kafka = {
  BrokerReady: { meaning: 'The brokers answer.', remedy: nothing },
  BrokerUnreachable: {
    meaning: 'No broker answers at the address.',
    remedy: 'Check the address, the NetworkPolicies and whether the brokers run.',
  },
  KafkaAuthenticationFailed: {
    meaning: 'The brokers refuse the user or the password.',
    remedy: 'Correct the Secret or the mechanism; the pipeline tries again by itself.',
  },
  KafkaAuthorizationFailed: {
    meaning: 'The brokers know the user and refuse what it does.',
    remedy: 'Grant the user the access that the message names.',
  },
  KafkaTlsFailed: {
    meaning: 'The certificate of the brokers cannot be trusted.',
    remedy: 'Name the certificate authority of the brokers in tls.caSecretRef.',
  },
  ClusterIdMismatch: {
    meaning: 'The volume holds the log of another Kafka cluster than the pipeline expects.',
    remedy: 'Bring back the right volume. Nothing was formatted and nothing was lost.',
  },
  TopicsReady: { meaning: 'All topics exist with the settings of the spec.', remedy: nothing },
  TopicsPending: { meaning: 'Topics are being created.', remedy: waits },
  TopicSettingsDiffer: {
    meaning: 'A topic exists with settings that cannot be changed into those of the spec.',
    remedy: 'Write the settings of the existing topic into the spec, or delete the topic yourself.',
  },
  TopicRefused: {
    meaning: 'The brokers refused to create or change a topic.',
    remedy: 'Read the answer of the brokers in the message and remove its cause.',
  },
} as const satisfies Record<string, ReasonText>;

/** What stands in the way of trades. */
const collection = {
  CollectorsReady: { meaning: 'Every collector shard is connected and writes.', remedy: nothing },
  ExchangeUnreachable: {
    meaning: 'The exchange does not answer.',
    remedy:
      'Check the way out of the cluster. Without internet use a source of type Replay, or name a Service of your own.',
  },
  ExchangeRefused: {
    meaning: 'The exchange answers and refuses.',
    remedy: 'Read its answer in the message. A symbol may be unknown there, or the region blocked.',
  },
  RateLimited: {
    meaning: 'The exchange asks for fewer requests.',
    remedy: 'Wait. The collector holds to the limit.',
  },
  Backfilling: { meaning: 'A gap is being filled with older trades.', remedy: 'Wait. Trades stay in order.' },
  ReportUnavailable: {
    meaning: 'A pod runs and the operator cannot read its report.',
    remedy: 'Check NetworkPolicies between the namespace of the operator and the port ops of the pods.',
  },
  TradesSeen: { meaning: 'Trades arrive in the trades topic.', remedy: nothing },
  NoTradesYet: { meaning: 'No trade was seen in the trades topic so far.', remedy: waits },
  TradesStopped: {
    meaning: 'Trades were seen and none is new.',
    remedy: 'Look at CollectorReady. A quiet market is possible: then nothing is wrong.',
  },
} as const satisfies Record<string, ReasonText>;

/** How the stages behind the collectors do. */
const stages = {
  StageReady: { meaning: 'Every pod of the stage works.', remedy: nothing },
  Restoring: { meaning: 'A stage reads back the state that it had before.', remedy: 'Wait.' },
  CatchingUp: {
    meaning: 'A stage works off what has piled up for it.',
    remedy: 'Wait. If it never ends, allow the stage more pods in spec.scaling.',
  },
} as const satisfies Record<string, ReasonText>;

/** What concerns scalers. */
const scaling = {
  Observing: {
    meaning: 'The scaler forecasts and publishes; its mode lets it scale nothing.',
    remedy: 'Nothing. Set spec.mode to Full when you trust the forecast.',
  },
  ScalerReady: { meaning: 'The HPA reads the decisions of the adapter and acts on them.', remedy: nothing },
  ScalersReady: { meaning: 'Every scaler of the pipeline works.', remedy: nothing },
  ScalerPending: {
    meaning: 'The HPA or ScaledObject was made and has not said anything yet.',
    remedy: waits,
  },
  KedaMissing: {
    meaning: 'The scaler is KEDA, and the cluster knows no ScaledObjects.',
    remedy: 'Install KEDA, or set spec.scaler to HPA.',
  },
  NothingToRender: {
    meaning: 'The scaler makes no object: its mode or its scaler does not want one.',
    remedy: nothing,
  },
  Shadowing: {
    meaning: 'The HPA of mode Full rehearses at a twin of the target that has no pods; nothing is scaled.',
    remedy: 'Nothing. Compare status.shadow with your own HPA, and set spec.mode to Full when you trust it.',
  },
  FloorRaised: {
    meaning: 'The scaler has raised minReplicas of your HPA to the pods that are expected to be needed.',
    remedy: nothing,
  },
  FloorAtRest: {
    meaning: 'Your HPA has its own minReplicas: no more is expected, or the forecast is not armed.',
    remedy: nothing,
  },
  HpaMissing: {
    meaning: 'Mode Floor raises minReplicas of an HPA of yours, and there is not one that it may raise.',
    remedy: 'Create one HPA for the target, or set spec.mode to Full.',
  },
  ScalerFailing: {
    meaning: 'The HPA or ScaledObject says that it cannot scale.',
    remedy: 'Read its words in the message, and kubectl describe hpa,scaledobject.',
  },
  ScaledToZero: {
    meaning: 'The target has no pods, and an HPA wakes nothing.',
    remedy: 'Scale the target to one pod, and the HPA goes on from there.',
  },
  MetricUnavailable: {
    meaning: 'The HPA cannot read the decision, and holds the number of pods.',
    remedy: 'Look at DemandFresh, and at kubectl get apiservice v1beta2.custom.metrics.k8s.io.',
  },
  AnotherScaler: {
    meaning: 'Another HPA or scaler changes the number of pods of the same target.',
    remedy: 'Delete one of the two that the message names, or set spec.mode to Observe.',
  },
  AdapterSilent: {
    meaning: 'The adapter has not answered for this generation of the scaler.',
    remedy: 'Check that Deployment pricecast-adapter runs, and read its log.',
  },
  TargetFound: { meaning: 'The target exists and can be scaled.', remedy: nothing },
  TargetNotFound: {
    meaning: 'The target does not exist.',
    remedy: 'Create the workload, or correct spec.targetRef.',
  },
  TargetNotScalable: {
    meaning: 'The target has no scale subresource that the operator may use.',
    remedy: 'Name a Deployment or StatefulSet, or have the right for the kind granted.',
  },
} as const satisfies Record<string, ReasonText>;

/** Why a decision of the adapter is what it is. */
const decisions = {
  Forecast: { meaning: 'The forecast asks for more pods than the newest sample does.', remedy: nothing },
  Live: {
    meaning: 'The newest sample asks for at least as many pods as the forecast.',
    remedy: nothing,
  },
  Held: { meaning: 'A forecast made before still holds: its time has not passed.', remedy: nothing },
  Kept: {
    meaning: 'A change was possible and would have gained less than an action costs.',
    remedy: nothing,
  },
  NotArmed: {
    meaning: 'The forecast has not shown that it is better than the last value; the newest sample decides.',
    remedy: 'Wait. The condition Armed tells how far it is.',
  },
  ForecastUnavailable: {
    meaning: 'There is no forecast; the newest sample decides.',
    remedy: 'Read ForecastAvailable.',
  },
  ForecastStale: {
    meaning: 'The time that the forecast speaks of has passed; the newest sample decides.',
    remedy: 'Look at the load of the adapter: it forecasts too late.',
  },
  NoData: {
    meaning: 'No sample of the demand was seen, so there is no number and nothing is scaled.',
    remedy: 'Read DemandFresh.',
  },
  DataStale: {
    meaning: 'The newest sample of the demand is too old, so there is no number and nothing is scaled in.',
    remedy: 'Read DemandFresh.',
  },
  CapacityUnknown: {
    meaning: 'What one pod serves is not known yet; the present pods are kept.',
    remedy:
      'Name the consumer group of the target, from whose backlog it is learned, or set spec.capacity to a number of your own.',
  },
  CapacityNotReached: {
    meaning:
      'Nothing has ever waited, so what one pod can serve is not known; as many pods are kept as have served such a load before.',
    remedy: 'Nothing. With the first backlog it is learned; spec.capacity may say it before.',
  },
} as const satisfies Record<string, ReasonText>;

/** What the adapter says of demand and forecast. */
const deciding = {
  DemandFresh: { meaning: 'Samples of the demand arrive.', remedy: nothing },
  DemandPending: { meaning: 'No sample of the demand was taken yet.', remedy: 'Wait for two intervals.' },
  DemandStale: {
    meaning: 'The newest sample of the demand is older than two intervals. Nothing is scaled in.',
    remedy: 'Check the source that the message names.',
  },
  DemandUnreachable: {
    meaning: 'The source of the demand does not answer.',
    remedy: 'Check address, NetworkPolicies and whether the source runs.',
  },
  DemandRefused: {
    meaning: 'The source of the demand answers and refuses.',
    remedy: 'Read its answer in the message: a topic, a metric or a right may be missing.',
  },
  ForecastAvailable: { meaning: 'A model forecasts.', remedy: nothing },
  HistoryTooShort: {
    meaning: 'There is too little history to forecast from.',
    remedy: 'Wait, or import history with kubectl pricecast import. The newest sample decides meanwhile.',
  },
  Skilled: {
    meaning: 'The forecast is better than the last value by the skill of the gate.',
    remedy: nothing,
  },
  NotSkilled: {
    meaning: 'The forecast is not better than the last value by the skill of the gate.',
    remedy: 'Nothing. The newest sample decides, as for a plain HPA.',
  },
  Arming: {
    meaning: 'The forecast passes the gate and has to pass it for more cycles before it acts.',
    remedy: 'Wait.',
  },
  Armed: { meaning: 'The forecast acts.', remedy: nothing },
  Disarmed: {
    meaning: 'The forecast does not act; the newest sample decides.',
    remedy: 'Nothing. It acts again when it passes the gate.',
  },
  CapacityProvisional: {
    meaning:
      'What one pod of this template serves is not proven yet, so that the headroom of a plain HPA is kept.',
    remedy: 'Wait a day at most, or set spec.capacity to a number of your own.',
  },
  NotLimited: { meaning: 'Nothing holds the number of pods back.', remedy: nothing },
  MaximumReached: {
    meaning: 'More pods are needed than spec.maxReplicas allows.',
    remedy: 'Raise spec.maxReplicas where the cluster can bear it.',
  },
  RiskRelaxed: {
    meaning: 'The day would end above its budget, so that a shortage counts for less than spec.risk has it.',
    remedy: 'Nothing, or raise spec.cost.budgetPerDay; the number of pods is held back only after this.',
  },
  BudgetReached: {
    meaning: 'More pods are needed than the budget of the day allows.',
    remedy: 'Raise spec.cost.budgetPerDay, or accept the shortage.',
  },
  PartitionsReached: {
    meaning: 'There are as many pods as partitions: more would have nothing to read.',
    remedy: 'Give the topic more partitions.',
  },
  HotPartition: {
    meaning: 'One partition carries more than one pod can serve; more pods cannot help.',
    remedy: 'Spread the key of that partition, or make one pod faster.',
  },
} as const satisfies Record<string, ReasonText>;

/** Every reason that a condition or an event may carry. The list is closed; docs/conditions.md shows it. */
export const reasons = {
  ...progress,
  ...cluster,
  ...kafka,
  ...collection,
  ...stages,
  ...scaling,
  ...deciding,
  ...decisions,
} as const;

/** One constant word that says why. */
export type Reason = keyof typeof reasons;

/** Whether a word that came from elsewhere, such as a report, is one of ours. */
export const isReason = (word: string): word is Reason => Object.hasOwn(reasons, word);
