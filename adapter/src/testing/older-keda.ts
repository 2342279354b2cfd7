import { externalScalerOf } from '../keda/contract.ts';

const field = (type: string, id: number) => ({ type, id });
const list = (type: string) => ({ rule: 'repeated', ...field(type, 1) });
const method = (requestType: string, responseType: string) => ({ requestType, responseType });

/** The external scaler contract as KEDA 2.16 publishes it: targets and values are whole numbers, and nothing else. */
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
        MetricSpec: { fields: { metricName: field('string', 1), targetSize: field('int64', 2) } },
        GetMetricSpecResponse: { fields: { metricSpecs: list('MetricSpec') } },
        GetMetricsRequest: {
          fields: { scaledObjectRef: field('ScaledObjectRef', 1), metricName: field('string', 2) },
        },
        MetricValue: { fields: { metricName: field('string', 1), metricValue: field('int64', 2) } },
        GetMetricsResponse: { fields: { metricValues: list('MetricValue') } },
        ExternalScaler: {
          methods: {
            IsActive: method('ScaledObjectRef', 'IsActiveResponse'),
            StreamIsActive: { ...method('ScaledObjectRef', 'IsActiveResponse'), responseStream: true },
            GetMetricSpec: method('ScaledObjectRef', 'GetMetricSpecResponse'),
            GetMetrics: method('GetMetricsRequest', 'GetMetricsResponse'),
          },
        },
      },
    },
  },
} as const;

/** A client of KEDA 2.16. */
export const OlderExternalScaler = externalScalerOf(definition);
