import {
  type Environment,
  kafkaVariables,
  pipelineVariables,
  readSettings,
  setting,
  shellSettings,
  withLogin,
} from '@pricecast/runtime';
import { saslMechanisms } from '@pricecast/stream';
import { z } from 'zod';

const schema = z.object({
  ...shellSettings,
  ...kafkaVariables(saslMechanisms),
  ...pipelineVariables,
  BINANCE_WS_URL: setting.url('ws', 'wss'),
  BINANCE_REST_URL: setting.url('http', 'https'),
  /** Name of the source in the PricePipeline. */
  SOURCE_NAME: setting.text(),
  SYMBOLS: setting.list(/^[A-Z0-9]{1,30}$/, 'symbols in upper case such as BTCUSDT'),
});

export type CollectorSettings = Readonly<z.infer<typeof schema>>;

/** Reads the settings of the collector; throws RuntimeError SETTINGS_INVALID. */
export const readCollectorSettings = (environment: Environment): CollectorSettings =>
  withLogin(readSettings(schema, environment));
