import { adapterNames, metricApis } from '@pricecast/crds';

/** What may be done with a resource, in the words of RBAC. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'update' | 'delete';

/** One right that the operator needs. */
export interface Permission {
  /** Empty for the core group. */
  readonly apiGroup: string;
  /** Plural name, with the subresource where one is meant: `pricepipelines/status`. */
  readonly resource: string;
  readonly verbs: readonly Verb[];
  /** The only objects that the right is about; absent: all of them. */
  readonly names?: readonly string[];
  /**
   * `Cluster` for the namespaces of all pipelines, `OperatorNamespace` for the operator's own alone, `KedaNamespace` for
   * that of KEDA, `NoNamespace` for what lies in none.
   */
  readonly scope: 'Cluster' | 'OperatorNamespace' | 'KedaNamespace' | 'NoNamespace';
  /** What the right is for, as one sentence. */
  readonly why: string;
}

/** An apply that creates an object needs `create` beside `patch`. */
const own: readonly Verb[] = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

const cluster = (apiGroup: string, resource: string, verbs: readonly Verb[], why: string): Permission => ({
  apiGroup,
  resource,
  verbs,
  scope: 'Cluster',
  why,
});

const child = (apiGroup: string, resource: string, what: string): Permission =>
  cluster(
    apiGroup,
    resource,
    own,
    `${what} Watched by label, applied, and deleted when it is no longer wanted.`,
  );

/**
 * Every right of the operator. The chart's roles are rendered from this list, and the operator's own transport
 * refuses a call that is not in it, so neither can have more or less than the other.
 */
export const permissions: readonly Permission[] = [
  cluster('pricecast.dev', 'pricepipelines', ['list', 'watch'], 'What users ask for.'),
  cluster('pricecast.dev', 'pricepipelines/status', ['patch'], 'What the operator answers.'),
  cluster(
    'pricecast.dev',
    'pricepipelines/finalizers',
    ['update'],
    'Lets children block the deletion of their owner where the cluster enforces that right.',
  ),
  cluster(
    'pricecast.dev',
    'predictivescalers',
    own,
    'What users ask for, and what a pipeline asks for its own stages.',
  ),
  cluster('pricecast.dev', 'predictivescalers/status', ['patch'], 'What the operator answers.'),
  cluster(
    'pricecast.dev',
    'shadowworkloads',
    own,
    'Twins without pods, at which an HPA rehearses for a scaler that asks for it.',
  ),
  cluster('pricecast.dev', 'shadowworkloads/status', ['patch'], 'Lets a twin follow what its HPA asks for.'),
  child('', 'serviceaccounts', 'The account of the pods, without a token.'),
  child('', 'configmaps', 'Configuration of the broker.'),
  child('', 'services', 'Names of broker, collectors and exchange.'),
  cluster(
    '',
    'persistentvolumeclaims',
    ['get', 'list', 'watch', 'create', 'patch'],
    'The log of the broker. Never deleted by the operator.',
  ),
  child('apps', 'statefulsets', 'The broker.'),
  child('apps', 'deployments', 'Collectors, exchange and the stages behind them.'),
  child('networking.k8s.io', 'networkpolicies', 'Who may talk to whom.'),
  child('policy', 'poddisruptionbudgets', 'How many pods of a stage may be evicted at a time.'),
  cluster(
    'autoscaling',
    'horizontalpodautoscalers',
    own,
    'Acts on the decisions of a scaler. All are watched: one of somebody else may scale the same target.',
  ),
  cluster(
    'keda.sh',
    'scaledobjects',
    ['get', 'create', 'patch', 'delete'],
    'What KEDA acts on, for scalers that name it. Read by name: a cluster without KEDA has no such kind to watch.',
  ),
  cluster('', 'pods', ['list', 'watch'], 'Says why a pod does not run.'),
  cluster('', 'secrets', ['get'], 'Reads the one Secret that a pipeline names, by its name.'),
  cluster('events.k8s.io', 'events', ['create', 'patch'], 'Tells people what happened.'),
  {
    apiGroup: 'coordination.k8s.io',
    resource: 'leases',
    verbs: ['get', 'list', 'watch', 'create', 'patch'],
    scope: 'OperatorNamespace',
    why: 'Agrees on one leader among the replicas.',
  },
  {
    apiGroup: '',
    resource: 'secrets',
    verbs: ['get', 'patch'],
    names: [adapterNames.servingCertificate, adapterNames.certificateAuthority],
    scope: 'OperatorNamespace',
    why: 'Renews the certificate of the adapter, and the authority that signs it.',
  },
  {
    apiGroup: '',
    resource: 'secrets',
    verbs: ['create'],
    scope: 'OperatorNamespace',
    why: 'Issues them for the first time; a right to create cannot name what does not exist yet.',
  },
  {
    apiGroup: '',
    resource: 'secrets',
    verbs: ['get', 'patch'],
    names: [adapterNames.kedaClientCertificate],
    scope: 'KedaNamespace',
    why: 'Renews the certificate that KEDA shows to the adapter.',
  },
  {
    apiGroup: '',
    resource: 'secrets',
    verbs: ['create'],
    scope: 'KedaNamespace',
    why: 'Issues it for the first time.',
  },
  {
    apiGroup: 'apiregistration.k8s.io',
    resource: 'apiservices',
    verbs: ['list', 'watch'],
    scope: 'NoNamespace',
    why: 'Whom the metric APIs belong to, and whether they answer.',
  },
  {
    apiGroup: 'apiregistration.k8s.io',
    resource: 'apiservices',
    verbs: ['patch'],
    names: metricApis,
    scope: 'NoNamespace',
    why: 'Tells the API server by which authority the adapter is to be known.',
  },
];
