import { encodePrediction, headerNames, type Prediction, predictionSchemaName } from '@pricecast/market';
import type { ConsumedRecord, RawMessage } from '@pricecast/stream';

/** Headers that travel on from a bar to what is predicted from it. */
const travelling = [
  headerNames.contentType,
  headerNames.source,
  headerNames.ingestTime,
  headerNames.traceparent,
  headerNames.originalTime,
];
const schema = Buffer.from(predictionSchemaName);

/** The message of a prediction: key = symbol, CreateTime = the end of the bar behind it. */
export function predictionMessage(topic: string, prediction: Prediction, cause: ConsumedRecord): RawMessage {
  const headers: Record<string, Buffer> = { [headerNames.schema]: schema };
  for (const name of travelling) {
    const value = cause.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  return {
    topic,
    key: prediction.symbol,
    value: encodePrediction(prediction),
    headers,
    timestamp: prediction.basedOn,
  };
}
