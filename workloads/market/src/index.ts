export {
  type Alert,
  type AlertKind,
  type AlertRule,
  alertKinds,
  alertRules,
  alertSchema,
  alertSchemaName,
  decodeAlert,
  encodeAlert,
} from './alert.ts';
export { AnomalyWatch, type WatchedTrade } from './anomaly/anomaly-watch.ts';
export {
  type Bar,
  barEnd,
  barIntervalsSeconds,
  barSchema,
  barSchemaName,
  decodeBar,
  encodeBar,
} from './bar.ts';
export {
  type AggTradeEvent,
  type AggTradeRow,
  aggTradeEvent,
  aggTradeRow,
  aggTradeStream,
  type ExchangeFrame,
  type ExchangeTrade,
  parseFrame,
  parseRow,
} from './binance.ts';
export {
  type CleanTrade,
  cleanTradeSchema,
  cleanTradeSchemaName,
  decodeCleanTrade,
  encodeCleanTrade,
  isCleanTrade,
} from './clean-trade.ts';
export {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  isDecimal,
  multiplyDecimals,
  parseDecimal,
} from './decimal.ts';
export {
  decodeFeatures,
  encodeFeatures,
  type Features,
  featuresSchema,
  featuresSchemaName,
  volatilitySpansSeconds,
  type WindowFeatures,
} from './features.ts';
export { forecastHonesty, type HonestyRow } from './forecast-honesty.ts';
export { headerNames, type MessageOrigin, messageHeaders, traceparent } from './headers.ts';
export { MarketError, type MarketErrorCode, quoted } from './market-error.ts';
export { type PipelineTopic, pipelineStreams, pipelineTopics, type TopicShape } from './pipeline-topics.ts';
export {
  decodePrediction,
  encodePrediction,
  type Prediction,
  type PredictionInterval,
  type PredictionLabel,
  type PredictionTarget,
  predictionLabels,
  predictionSchema,
  predictionSchemaName,
  predictionTargets,
} from './prediction.ts';
export { type Minute, minuteMilliseconds } from './stage/minute.ts';
export { MinuteHistory, type MinuteSeries } from './stage/minute-history.ts';
export type { StageOutputs, TradeOutcome } from './stage/outcome.ts';
export { type LiveState, readStageChange, type StageChange } from './stage/stage-changes.ts';
export { defaultStageOptions, type StageOptions } from './stage/stage-options.ts';
export { SymbolStage } from './stage/symbol-stage.ts';
export { type TradeRule, tradeRules } from './stage/trade-rules.ts';
export {
  type ConsumingStage,
  consumerGroup,
  type DataStream,
  deadLetterTopic,
  type PipelineName,
  type StateStream,
  type StreamName,
  topicName,
} from './topics.ts';
export {
  checkTrade,
  decodeTrade,
  encodeTrade,
  isTrade,
  type Trade,
  tradeSchema,
  tradeSchemaName,
} from './trade.ts';
