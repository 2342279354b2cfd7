import { childNames, type PricePipeline, type Source } from '@pricecast/crds';

/** Port on which the replayed exchange answers WebSocket and REST. */
export const exchangePort = 8080;

/** Base addresses of an exchange that speaks like Binance. */
export interface ExchangeEndpoints {
  readonly webSocket: string;
  readonly rest: string;
}

/** The hosts of Binance that serve market data alone; they need no account and refuse fewer regions. */
const binance: ExchangeEndpoints = {
  webSocket: 'wss://data-stream.binance.vision:443',
  rest: 'https://data-api.binance.vision',
};

/** Where the collectors of a source connect: the replay of the pipeline, a Service of the namespace, or Binance. */
export const exchangeEndpoints = ({ metadata }: PricePipeline, source: Source): ExchangeEndpoints => {
  if (source.type === 'Replay') {
    return inCluster(
      `${childNames.exchange(metadata.name, source.name)}.${metadata.namespace}.svc`,
      exchangePort,
    );
  }
  if (source.service === undefined) return binance;
  return inCluster(`${source.service.name}.${metadata.namespace}.svc`, source.service.port);
};

const inCluster = (host: string, port: number): ExchangeEndpoints => ({
  webSocket: `ws://${host}:${port}`,
  rest: `http://${host}:${port}`,
});
