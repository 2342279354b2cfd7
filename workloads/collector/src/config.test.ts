import { expect, test } from 'vitest';
import { readCollectorSettings } from './config.ts';

const valid = {
  BINANCE_WS_URL: 'wss://data-stream.binance.vision:443',
  BINANCE_REST_URL: 'https://data-api.binance.vision',
  KAFKA_BOOTSTRAP_SERVERS: 'btc-kafka.markets.svc:9092',
  PIPELINE_NAMESPACE: 'markets',
  PIPELINE_NAME: 'btc',
  SOURCE_NAME: 'binance',
  SYMBOLS: 'BTCUSDT,ETHUSDT',
};

test('settings are read', () => {
  expect(readCollectorSettings(valid)).toMatchObject({
    SYMBOLS: ['BTCUSDT', 'ETHUSDT'],
    KAFKA_BOOTSTRAP_SERVERS: ['btc-kafka.markets.svc:9092'],
    KAFKA_TLS_ENABLED: false,
  });
});

test.each([
  ['a symbol in lower case', { SYMBOLS: 'btcusdt' }, /^SYMBOLS must be a list of symbols in upper case/],
  [
    'a stream address of HTTP',
    { BINANCE_WS_URL: 'https://x' },
    /^BINANCE_WS_URL must be a URL of ws:\/\/ or wss:\/\//,
  ],
  [
    'SASL without a password',
    { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'u' },
    /^KAFKA_SASL_PASSWORD_FILE is not set/,
  ],
])('%s is refused', (_name, change, sentence) => {
  expect(() => readCollectorSettings({ ...valid, ...change })).toThrow(sentence);
});
