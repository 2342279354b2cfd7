/** Longest name that a Service, a label value or a host name may have. */
export const maxNameLength = 63;

const hashLength = 7;

/** FNV-1a of a text as seven characters of base 36: enough to tell apart names that were cut. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36).padStart(hashLength, '0').slice(-hashLength);
}

/** Joins parts by hyphens; what grows too long is cut and ends in a hash of the whole. */
function childName(...parts: readonly string[]): string {
  const whole = parts.join('-');
  if (whole.length <= maxNameLength) return whole;
  const kept = whole.slice(0, maxNameLength - hashLength - 1).replace(/-+$/, '');
  return `${kept}-${shortHash(whole)}`;
}

/** Names of the children of a pipeline. Each is a function of the pipeline alone, so that it can be found again. */
export const childNames = {
  /** ServiceAccount of all pods of the pipeline. */
  workload: (pipeline: string) => childName(pipeline, 'workload'),
  /** ConfigMap, Service, StatefulSet and NetworkPolicy of the embedded broker. */
  kafka: (pipeline: string) => childName(pipeline, 'kafka'),
  /** PersistentVolumeClaim of the embedded broker. */
  kafkaData: (pipeline: string) => childName(pipeline, 'kafka', 'data'),
  /** The one pod of the embedded broker. */
  kafkaPod: (pipeline: string) => childName(pipeline, 'kafka', '0'),
  /** Service and NetworkPolicy of all collectors. */
  collectors: (pipeline: string) => childName(pipeline, 'collector'),
  /** Deployment of one collector shard. */
  collector: (pipeline: string, source: string, shard: number) =>
    childName(pipeline, 'collector', source, String(shard)),
  /** Deployment, Service and NetworkPolicy of the exchange that replays a source. */
  exchange: (pipeline: string, source: string) => childName(pipeline, 'exchange', source),
  /** Deployment, Service, PodDisruptionBudget, NetworkPolicy and PredictiveScaler of a stage that scales. */
  stage: (pipeline: string, stage: ScalableStage) => childName(pipeline, stage),
} as const;

/** Stages of a pipeline whose number of pods may change. */
export type ScalableStage = 'processor' | 'forecaster' | 'gateway';

/** Name of the HPA of a scaler, and of whatever else it renders. */
export const scalerChildName = (scaler: string): string => childName(scaler);

/** Name of the twin of a scaler's target and of the HPA that rehearses at it. */
export const scalerShadowName = (scaler: string): string => childName(scaler, 'shadow');

/** Port on which the embedded broker listens for clients. */
export const kafkaPort = 9092;
/** Port of health, metrics and report of every process, and its name. */
export const opsPort = { name: 'ops', number: 9090 } as const;
/** Port of the gateway's REST interface, and its name. */
export const gatewayPort = { name: 'http', number: 5001 } as const;
/** Port on which the gateway serves its dashboard as well, and its name. */
export const dashboardPort = { name: 'dashboard', number: 8501 } as const;

/** Where clients of any namespace reach the embedded broker. */
export const embeddedBootstrapServers = (namespace: string, pipeline: string): string =>
  `${childNames.kafka(pipeline)}.${namespace}.svc:${kafkaPort}`;

/** What the embedded broker calls itself. */
export const embeddedAdvertisedListener = (namespace: string, pipeline: string): string =>
  `${childNames.kafkaPod(pipeline)}.${childNames.kafka(pipeline)}.${namespace}.svc:${kafkaPort}`;

/**
 * Names of the adapter's objects. They lie in the namespace of the release and are the same for every release,
 * because a cluster has one custom metric API.
 */
export const adapterNames = {
  /** Deployment, Service, ServiceAccount, PersistentVolumeClaim, NetworkPolicy. */
  workload: 'pricecast-adapter',
  /** Secret of type kubernetes.io/tls with `tls.crt`, `tls.key` and `ca.crt`: what the adapter serves with. */
  servingCertificate: 'pricecast-adapter-tls',
  /** Secret of type kubernetes.io/tls with the authority that signs it. Only the operator reads it. */
  certificateAuthority: 'pricecast-adapter-ca',
  /** Secret of type kubernetes.io/tls in KEDA's namespace, and common name of its certificate: what KEDA shows. */
  kedaClientCertificate: 'pricecast-keda-client',
  /** ClusterTriggerAuthentication that names that Secret. */
  kedaAuthentication: 'pricecast',
  /** ConfigMap with the price book: tiers of pods and what they cost. */
  priceBook: 'pricecast-price-book',
} as const;

/** Ports of the adapter: metric APIs and explain API over TLS, KEDA over gRPC; `opsPort` is there too. */
export const adapterPorts = {
  secure: { name: 'https', number: 6443 },
  keda: { name: 'grpc', number: 9443 },
} as const;

/** Lease over which the replicas of the operator agree on one of them. */
export const operatorLeaseName = 'pricecast-operator';
