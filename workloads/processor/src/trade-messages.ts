import {
  type Alert,
  alertSchemaName,
  type Bar,
  barEnd,
  barSchemaName,
  type CleanTrade,
  cleanTradeSchemaName,
  encodeAlert,
  encodeBar,
  encodeCleanTrade,
  encodeFeatures,
  type Features,
  featuresSchemaName,
  headerNames,
  type PipelineName,
  topicName,
} from '@pricecast/market';
import type { ConsumedRecord, RawMessage } from '@pricecast/stream';

/** The topics that trades are made into. */
export interface OutputTopics {
  readonly clean: string;
  readonly bars: string;
  readonly features: string;
  readonly alerts: string;
}

/** The output topics of a pipeline. */
export function outputTopics(pipeline: PipelineName): OutputTopics {
  return {
    clean: topicName(pipeline, 'clean'),
    bars: topicName(pipeline, 'bars'),
    features: topicName(pipeline, 'features'),
    alerts: topicName(pipeline, 'alerts'),
  };
}

/** Headers that travel on from a trade to what is made of it. */
const travelling = [
  headerNames.contentType,
  headerNames.source,
  headerNames.ingestTime,
  headerNames.traceparent,
  headerNames.backfill,
  headerNames.originalTime,
];

type Headers = Record<string, Buffer>;

const schemas = {
  clean: Buffer.from(cleanTradeSchemaName),
  bar: Buffer.from(barSchemaName),
  features: Buffer.from(featuresSchemaName),
  alert: Buffer.from(alertSchemaName),
};

/** Makes the messages that follow from a trade, each with what it tells of the trade's way. */
export class TradeMessages {
  readonly #topics: OutputTopics;

  constructor(topics: OutputTopics) {
    this.#topics = topics;
  }

  clean(trade: CleanTrade, cause: ConsumedRecord): RawMessage {
    const { symbol: key, tradeTime: timestamp } = trade;
    const headers = headersOf(cause, schemas.clean);
    return { topic: this.#topics.clean, key, value: encodeCleanTrade(trade), headers, timestamp };
  }

  bar(bar: Bar, cause: ConsumedRecord): RawMessage {
    const headers = headersOf(cause, schemas.bar);
    return {
      topic: this.#topics.bars,
      key: bar.symbol,
      value: encodeBar(bar),
      headers,
      timestamp: barEnd(bar),
    };
  }

  features(features: Features, cause: ConsumedRecord): RawMessage {
    const { symbol: key, time: timestamp } = features;
    const headers = headersOf(cause, schemas.features);
    return { topic: this.#topics.features, key, value: encodeFeatures(features), headers, timestamp };
  }

  alert(alert: Alert, cause: ConsumedRecord): RawMessage {
    const { symbol: key, time: timestamp } = alert;
    const headers = headersOf(cause, schemas.alert);
    return { topic: this.#topics.alerts, key, value: encodeAlert(alert), headers, timestamp };
  }
}

function headersOf({ headers }: ConsumedRecord, schema: Buffer): Headers {
  const found: Headers = { [headerNames.schema]: schema };
  for (const name of travelling) {
    const value = headers[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
