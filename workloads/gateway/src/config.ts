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

const stage = /^[a-z]+=[^\s:,=/]+:[0-9]{1,5}(\/[0-9]{1,4})?$/;

const schema = z.object({
  ...shellSettings,
  ...kafkaVariables(saslMechanisms),
  ...pipelineVariables,
  /** Symbols whose prices are made up. */
  SYNTHETIC_SYMBOLS: setting.list(/^[A-Z0-9]{1,30}$/, 'symbols in upper case such as BTCUSDT').optional(),
  /** Where the ops ports of the pods of each stage are found, and how many pods it may have. */
  STAGES: setting.list(stage, 'stages such as processor=btc-processor.markets.svc:9090/12').optional(),
  GATEWAY_HOST: setting.text().default('0.0.0.0'),
  GATEWAY_PORT: setting.port().default(5001),
  /** Absent: no dashboard. */
  DASHBOARD_PORT: setting.port().optional(),
  /** Folder with the built dashboard and the page of the interface. */
  ASSETS_DIR: setting.text().optional(),
  /** Open event streams that this process accepts. */
  MAX_STREAMS: setting.wholeNumber(1, 100_000).default(1_000),
  /** Memory for messages that are kept. */
  HISTORY_MEGABYTES: setting.wholeNumber(8, 65_536).default(96),
});

export type GatewaySettings = Readonly<z.infer<typeof schema>>;

/** Reads the settings of the gateway; throws RuntimeError SETTINGS_INVALID. */
export const readGatewaySettings = (environment: Environment): GatewaySettings =>
  withLogin(readSettings(schema, environment));
