/** API group of all kinds. */
export const group = 'pricecast.dev';
/** The one served version. */
export const version = 'v1alpha1';
/** `apiVersion` of all kinds. */
export const apiVersion = `${group}/${version}` as const;

/** How a kind is called in paths and on the command line. */
export interface KindNames {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortName: string;
}

/** A price pipeline: sources, Kafka and the stages behind it. */
export const pricePipelineKind = {
  kind: 'PricePipeline',
  plural: 'pricepipelines',
  singular: 'pricepipeline',
  shortName: 'pp',
} as const satisfies KindNames;

/** A scaler that forecasts the demand of one workload. */
export const predictiveScalerKind = {
  kind: 'PredictiveScaler',
  plural: 'predictivescalers',
  singular: 'predictivescaler',
  shortName: 'psc',
} as const satisfies KindNames;

/** A workload without pods, at which a real HPA shows what it would do. */
export const shadowWorkloadKind = {
  kind: 'ShadowWorkload',
  plural: 'shadowworkloads',
  singular: 'shadowworkload',
  shortName: 'shw',
} as const satisfies KindNames;
