import { group } from './api.ts';

/** Metrics of the custom and external metric APIs. All are lower case, because clients lower-case external names. */
export const scalingMetrics = {
  desiredReplicas: 'pricecast_desired_replicas',
  liveReplicas: 'pricecast_live_replicas',
  predictedLoad: 'pricecast_predicted_load',
  observedLoad: 'pricecast_observed_load',
  costScore: 'pricecast_cost_score',
} as const;

/** Metric on live pods of a target, for HPAs in the style of CPU. */
export const podMetric = 'predicted_cpu_utilization';

/** Group and version under which the adapter explains its decisions, and the resource that does. */
export const explainApi = {
  group: `explain.${group}`,
  version: 'v1alpha1',
  plural: 'scalerexplanations',
  kind: 'ScalerExplanation',
} as const;

/** APIServices that the adapter answers, by name. The external one belongs to KEDA where that is installed first. */
export const metricApis = [
  'v1beta2.custom.metrics.k8s.io',
  'v1beta1.custom.metrics.k8s.io',
  'v1beta1.external.metrics.k8s.io',
  'v1alpha1.explain.pricecast.dev',
] as const;

/** Label that selects a scaler in the external metric API. */
export const scalerMetricLabel = 'scaler';

/** Keys in the metadata of a KEDA trigger. */
export const kedaTrigger = {
  /** PredictiveScaler, in the namespace of the ScaledObject. */
  scaler: 'scaler',
  /** One of `scalingMetrics`; left out, the desired replicas. */
  metric: 'metric',
  /** What each pod should have of it; left out, 1. */
  target: 'target',
} as const;

/** Metrics for Prometheus. */
export const prometheusMetrics = {
  forecastValue: 'pricecast_forecast_value',
  forecastSkillRatio: 'pricecast_forecast_skill_ratio',
  forecastCoverageRatio: 'pricecast_forecast_coverage_ratio',
  decisionReplicas: 'pricecast_decision_replicas',
  shadowReplicas: 'pricecast_shadow_replicas',
  leadTimeSeconds: 'pricecast_lead_time_seconds',
  costPerHour: 'pricecast_cost_per_hour',
  collectorEventsTotal: 'pricecast_collector_events_total',
  streamLagSeconds: 'pricecast_stream_lag_seconds',
  predictionLatencySeconds: 'pricecast_prediction_latency_seconds',
  gatewayMessagesTotal: 'pricecast_gateway_messages_total',
  gatewayMalformedTotal: 'pricecast_gateway_malformed_total',
  gatewayTradeDelaySeconds: 'pricecast_gateway_trade_delay_seconds',
  gatewayRequestsTotal: 'pricecast_gateway_requests_total',
  gatewayRequestSeconds: 'pricecast_gateway_request_seconds',
  gatewayStreams: 'pricecast_gateway_streams',
  gatewayStreamsMost: 'pricecast_gateway_streams_most',
  gatewayStreamsWaiting: 'pricecast_gateway_streams_waiting',
} as const;
