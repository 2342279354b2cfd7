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
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  isDecimal,
  multiplyDecimals,
  parseDecimal,
} from './decimal.ts';
export { headerNames, type MessageOrigin, messageHeaders, traceparent } from './headers.ts';
export { MarketError, type MarketErrorCode, quoted } from './market-error.ts';
export { deadLetterTopic, type PipelineName, type StreamName, topicName } from './topics.ts';
export {
  checkTrade,
  decodeTrade,
  encodeTrade,
  isTrade,
  type Trade,
  tradeSchema,
  tradeSchemaName,
} from './trade.ts';
