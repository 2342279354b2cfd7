import { loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

/** The object of KEDA on whose behalf it asks. What it says about itself is a claim; the certificate is the proof. */
export interface ScaledObjectRef {
  readonly name: string;
  readonly namespace: string;
  /** The trigger's metadata, all of it text. */
  readonly scalerMetadata: Readonly<Record<string, string>>;
}

/** Whether the workload has to have pods at all. */
export interface IsActiveResponse {
  readonly result: boolean;
}

/** Metrics of a trigger. */
export interface GetMetricSpecResponse {
  readonly metricSpecs: readonly {
    readonly metricName: string;
    /** What KEDA before 2.17 reads. */
    readonly targetSize: number;
    readonly targetSizeFloat: number;
  }[];
}

/** A question for the value of one metric. */
export interface GetMetricsRequest {
  readonly scaledObjectRef: ScaledObjectRef | null;
  readonly metricName: string;
}

/** Values of a metric; the HPA adds them up. */
export interface GetMetricsResponse {
  readonly metricValues: readonly {
    readonly metricName: string;
    /** What KEDA before 2.17 reads, and later ones where the other field is 0. */
    readonly metricValue: number;
    readonly metricValueFloat: number;
  }[];
}

const field = (type: string, id: number, rule?: 'repeated') => ({
  type,
  id,
  ...(rule === undefined ? {} : { rule }),
});
const unary = (requestType: string, responseType: string) => ({ requestType, responseType });
const stream = (requestType: string, responseType: string) => ({
  requestType,
  responseType,
  responseStream: true,
});

/**
 * The external scaler contract of KEDA, package `externalscaler`, in the JSON form of protobuf.js: names and field
 * numbers as KEDA publishes them. `StreamMetricSpec` is called from 2.21 on.
 */
const definition = {
  nested: {
    externalscaler: {
      nested: {
        ScaledObjectRef: {
          fields: {
            name: field('string', 1),
            namespace: field('string', 2),
            scalerMetadata: { keyType: 'string', ...field('string', 3) },
          },
        },
        IsActiveResponse: { fields: { result: field('bool', 1) } },
        MetricSpec: {
          fields: {
            metricName: field('string', 1),
            targetSize: field('int64', 2),
            targetSizeFloat: field('double', 3),
          },
        },
        GetMetricSpecResponse: { fields: { metricSpecs: field('MetricSpec', 1, 'repeated') } },
        GetMetricsRequest: {
          fields: { scaledObjectRef: field('ScaledObjectRef', 1), metricName: field('string', 2) },
        },
        MetricValue: {
          fields: {
            metricName: field('string', 1),
            metricValue: field('int64', 2),
            metricValueFloat: field('double', 3),
          },
        },
        GetMetricsResponse: { fields: { metricValues: field('MetricValue', 1, 'repeated') } },
        ExternalScaler: {
          methods: {
            IsActive: unary('ScaledObjectRef', 'IsActiveResponse'),
            StreamIsActive: stream('ScaledObjectRef', 'IsActiveResponse'),
            GetMetricSpec: unary('ScaledObjectRef', 'GetMetricSpecResponse'),
            GetMetrics: unary('GetMetricsRequest', 'GetMetricsResponse'),
            StreamMetricSpec: stream('ScaledObjectRef', 'GetMetricSpecResponse'),
          },
        },
      },
    },
  },
} as const;

interface Loaded {
  readonly externalscaler: { readonly ExternalScaler: ServiceClientConstructor };
}

/** The client of a contract in the JSON form of protobuf.js; its `service` is what a server answers. */
export const externalScalerOf = (contract: object): ServiceClientConstructor =>
  (
    loadPackageDefinition(
      fromJSON(contract as Parameters<typeof fromJSON>[0], { longs: Number, defaults: true }),
    ) as unknown as Loaded
  ).externalscaler.ExternalScaler;

/** The client of the contract that we answer. */
export const ExternalScaler = externalScalerOf(definition);
