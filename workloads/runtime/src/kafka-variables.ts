import { z } from 'zod';
import { RuntimeError } from './runtime-error.ts';
import { readSecretFile } from './secret-file.ts';
import { setting } from './settings.ts';

/**
 * Variables of every process that talks to Kafka.
 * `mechanisms` are the SASL mechanisms that its client speaks.
 */
export const kafkaVariables = <const Mechanism extends string>(mechanisms: readonly Mechanism[]) => ({
  KAFKA_BOOTSTRAP_SERVERS: setting.list(/^[^\s:,]+:[0-9]{1,5}$/, 'addresses such as kafka:9092'),
  KAFKA_TLS_ENABLED: setting.flag().default(false),
  /** CA certificates in PEM. */
  KAFKA_TLS_CA_FILE: setting.text().optional(),
  KAFKA_SASL_MECHANISM: z.enum(mechanisms, { error: `must be one of ${mechanisms.join(', ')}` }).optional(),
  KAFKA_SASL_USERNAME: setting.text().optional(),
  KAFKA_SASL_PASSWORD_FILE: setting.text().optional(),
});

/** Variables of every process that belongs to a PricePipeline. */
export const pipelineVariables = {
  PIPELINE_NAMESPACE: setting.text(),
  PIPELINE_NAME: setting.text(),
};

/** Settings of a process that talks to Kafka. */
export interface KafkaVariables<Mechanism extends string> {
  readonly KAFKA_BOOTSTRAP_SERVERS: readonly string[];
  readonly KAFKA_TLS_ENABLED: boolean;
  readonly KAFKA_TLS_CA_FILE?: string | undefined;
  readonly KAFKA_SASL_MECHANISM?: Mechanism | undefined;
  readonly KAFKA_SASL_USERNAME?: string | undefined;
  readonly KAFKA_SASL_PASSWORD_FILE?: string | undefined;
}

/** Gives the settings back; throws RuntimeError SETTINGS_INVALID where SASL lacks its user or password. */
export function withLogin<Settings extends KafkaVariables<string>>(settings: Settings): Settings {
  if (settings.KAFKA_SASL_MECHANISM === undefined) return settings;
  for (const name of ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD_FILE'] as const) {
    if (settings[name] === undefined) {
      const reason = `must be set with KAFKA_SASL_MECHANISM=${settings.KAFKA_SASL_MECHANISM}`;
      throw new RuntimeError('SETTINGS_INVALID', `${name} is not set: it ${reason}`);
    }
  }
  return settings;
}

/** How to reach Kafka as a client. */
export interface KafkaAccess<Mechanism extends string> {
  readonly bootstrapServers: readonly string[];
  readonly clientId: string;
  readonly tls?: { readonly ca?: string };
  readonly sasl?: { readonly mechanism: Mechanism; readonly username: string; readonly password: string };
}

/** How to reach Kafka. Files with CA and password are read each time, so that a corrected Secret takes effect. */
export function kafkaAccess<Mechanism extends string>(
  variables: KafkaVariables<Mechanism>,
  clientId: string,
): () => Promise<KafkaAccess<Mechanism>> {
  return async () => {
    const [tls, sasl] = await Promise.all([tlsOf(variables), saslOf(variables)]);
    return {
      bootstrapServers: variables.KAFKA_BOOTSTRAP_SERVERS,
      clientId,
      ...(tls === undefined ? {} : { tls }),
      ...(sasl === undefined ? {} : { sasl }),
    };
  };
}

async function tlsOf(variables: KafkaVariables<string>): Promise<{ readonly ca?: string } | undefined> {
  const { KAFKA_TLS_ENABLED: enabled, KAFKA_TLS_CA_FILE: caFile } = variables;
  if (!enabled) return undefined;
  return caFile === undefined ? {} : { ca: await readSecretFile(caFile) };
}

async function saslOf<Mechanism extends string>(
  variables: KafkaVariables<Mechanism>,
): Promise<KafkaAccess<Mechanism>['sasl'] | undefined> {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD_FILE: passwordFile,
  } = variables;
  if (mechanism === undefined || username === undefined || passwordFile === undefined) return undefined;
  return { mechanism, username, password: await readSecretFile(passwordFile) };
}
