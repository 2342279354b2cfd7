/** Objects for tests: valid as they are, and changed by what a test is about. */

/** A pipeline that replays one symbol, with `spec` merged onto its spec. */
export const aPipeline = (spec: Readonly<Record<string, unknown>> = {}, name = 'btc') => ({
  apiVersion: 'pricecast.dev/v1alpha1',
  kind: 'PricePipeline',
  metadata: { name, namespace: 'prices' },
  spec: { sources: [{ name: 'replay', type: 'Replay', symbols: ['BTCUSDT'], replay: {} }], ...spec },
});

/** A scaler of a web service, with `spec` merged onto its spec. */
export const aScaler = (spec: Readonly<Record<string, unknown>> = {}, name = 'checkout') => ({
  apiVersion: 'pricecast.dev/v1alpha1',
  kind: 'PredictiveScaler',
  metadata: { name, namespace: 'shop' },
  spec: {
    targetRef: { name: 'checkout' },
    maxReplicas: 10,
    demand: { source: 'PodMetrics', podMetrics: { port: 9090, metric: 'http_requests_total' } },
    ...spec,
  },
});
