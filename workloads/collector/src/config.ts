import { type Environment, RuntimeError, readSettings, setting, shellSettings } from '@pricecast/runtime';
import { saslMechanisms } from '@pricecast/stream';
import { z } from 'zod';

const schema = z.object({
  ...shellSettings,
  BINANCE_WS_URL: setting.url('ws', 'wss'),
  BINANCE_REST_URL: setting.url('http', 'https'),
  KAFKA_BOOTSTRAP_SERVERS: setting.list(/^[^\s:,]+:[0-9]{1,5}$/, 'addresses such as kafka:9092'),
  KAFKA_TLS_ENABLED: setting.flag().default(false),
  /** CA certificates in PEM. */
  KAFKA_TLS_CA_FILE: setting.text().optional(),
  KAFKA_SASL_MECHANISM: z
    .enum(saslMechanisms, { error: `must be one of ${saslMechanisms.join(', ')}` })
    .optional(),
  KAFKA_SASL_USERNAME: setting.text().optional(),
  KAFKA_SASL_PASSWORD_FILE: setting.text().optional(),
  PIPELINE_NAMESPACE: setting.text(),
  PIPELINE_NAME: setting.text(),
  /** Name of the source in the PricePipeline. */
  SOURCE_NAME: setting.text(),
  SYMBOLS: setting.list(/^[A-Z0-9]{1,30}$/, 'symbols in upper case such as BTCUSDT'),
});

export type CollectorSettings = Readonly<z.infer<typeof schema>>;

/** Reads the settings of the collector; throws RuntimeError SETTINGS_INVALID. */
export function readCollectorSettings(environment: Environment): CollectorSettings {
  const settings = readSettings(schema, environment);
  if (settings.KAFKA_SASL_MECHANISM === undefined) return settings;
  for (const name of ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD_FILE'] as const) {
    if (settings[name] === undefined) {
      const reason = `must be set with KAFKA_SASL_MECHANISM=${settings.KAFKA_SASL_MECHANISM}`;
      throw new RuntimeError('SETTINGS_INVALID', `${name} is not set: it ${reason}`);
    }
  }
  return settings;
}
