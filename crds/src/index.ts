export * from './api.ts';
export * from './conditions.ts';
export {
  type CrdManifest,
  predictiveScalerCrd,
  pricePipelineCrd,
  shadowWorkloadCrd,
} from './crd/manifest.ts';
export { assertStructural, structuralFaults } from './crd/structural.ts';
export * from './labels.ts';
export * from './metrics.ts';
export * from './names.ts';
export type { Parsed, SpecError } from './parse.ts';
export { type ModeEffect, modeEffect, modeTable } from './predictive-scaler/mode-table.ts';
export { type PredictiveScaler, parsePredictiveScaler } from './predictive-scaler/predictive-scaler.ts';
export type { PredictiveScalerSpec } from './predictive-scaler/spec.ts';
export type { PredictiveScalerStatus } from './predictive-scaler/status.ts';
export type { MarketForecast } from './price-pipeline/forecast.ts';
export type { Gateway } from './price-pipeline/gateway.ts';
export { type EmbeddedKafka, embeddedKafka, type Kafka } from './price-pipeline/kafka.ts';
export type { Lake } from './price-pipeline/lake.ts';
export { type PricePipeline, parsePricePipeline } from './price-pipeline/price-pipeline.ts';
export type { Processing } from './price-pipeline/processing.ts';
export type { Scaling, StageScaling } from './price-pipeline/scaling.ts';
export type { Source } from './price-pipeline/source.ts';
export type { PricePipelineSpec } from './price-pipeline/spec.ts';
export type { PricePipelineStatus } from './price-pipeline/status.ts';
export type { Topics } from './price-pipeline/topics.ts';
export * from './priorities.ts';
export * from './reasons.ts';
export type { Condition } from './schema/condition.ts';
export type { ObjectMeta } from './schema/object-meta.ts';
