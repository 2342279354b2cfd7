import { parsePredictiveScaler } from '@pricecast/crds';

/** Parses the smallest scaler that the schema takes, with more in its spec: for a part of a spec that stands alone. */
export const parseSmallestScaler = (more: object = {}) =>
  parsePredictiveScaler({
    apiVersion: 'pricecast.dev/v1alpha1',
    kind: 'PredictiveScaler',
    metadata: { name: 'any', namespace: 'any' },
    spec: {
      targetRef: { name: 'any' },
      maxReplicas: 1,
      demand: { source: 'PodMetrics', podMetrics: { metric: 'requests_total', port: 9090 } },
      ...more,
    },
  });
