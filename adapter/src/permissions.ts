/** One right that the adapter needs. The chart's roles are rendered from this list. */
export interface Permission {
  /** Empty for the core group. */
  readonly apiGroup: string;
  /** Plural name, with the subresource where one is meant. */
  readonly resource: string;
  readonly verbs: readonly ('get' | 'list' | 'watch' | 'create' | 'patch')[];
  /** What the right is for, as one sentence. */
  readonly why: string;
}

/**
 * Every right of the adapter in the namespaces of its scalers. Beside these it has the two roles that Kubernetes
 * has for extension servers: `system:auth-delegator` and `extension-apiserver-authentication-reader`.
 */
export const permissions: readonly Permission[] = [
  {
    apiGroup: 'pricecast.dev',
    resource: 'predictivescalers',
    verbs: ['list', 'watch'],
    why: 'What users ask for.',
  },
  {
    apiGroup: 'pricecast.dev',
    resource: 'predictivescalers/status',
    verbs: ['patch'],
    why: 'What the adapter answers.',
  },
  {
    apiGroup: 'apps',
    resource: 'deployments',
    verbs: ['list', 'watch'],
    why: 'Targets: selector and replicas.',
  },
  {
    apiGroup: 'apps',
    resource: 'statefulsets',
    verbs: ['list', 'watch'],
    why: 'Targets: selector and replicas.',
  },
  {
    apiGroup: '',
    resource: 'pods',
    verbs: ['list', 'watch'],
    why: 'Which pods serve, how long they took to start, and where their metrics are.',
  },
  {
    apiGroup: '',
    resource: 'services',
    verbs: ['get'],
    why: 'Reads the one Service that a scaler names, by its name.',
  },
  {
    apiGroup: 'discovery.k8s.io',
    resource: 'endpointslices',
    verbs: ['list'],
    why: 'Where that Service leads.',
  },
  {
    apiGroup: '',
    resource: 'secrets',
    verbs: ['get'],
    why: 'Reads the one Secret that a scaler names, by its name.',
  },
  {
    apiGroup: '',
    resource: 'configmaps',
    verbs: ['get'],
    why: 'Reads the history that a scaler names in an annotation.',
  },
];
