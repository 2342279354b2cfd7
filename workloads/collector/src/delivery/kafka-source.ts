import { readSecretFile } from '@pricecast/runtime';
import type { KafkaSettings, KafkaSettingsSource } from '@pricecast/stream';
import type { CollectorSettings } from '../config.ts';

type KafkaVariables = Pick<CollectorSettings, Extract<keyof CollectorSettings, `KAFKA_${string}`>>;

/** How to reach Kafka. Files with CA and password are read each time, so that a corrected Secret takes effect. */
export function kafkaSource(variables: KafkaVariables, clientId: string): KafkaSettingsSource {
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

async function tlsOf(variables: KafkaVariables): Promise<KafkaSettings['tls']> {
  const { KAFKA_TLS_ENABLED: enabled, KAFKA_TLS_CA_FILE: caFile } = variables;
  if (!enabled) return undefined;
  return caFile === undefined ? {} : { ca: await readSecretFile(caFile) };
}

async function saslOf(variables: KafkaVariables): Promise<KafkaSettings['sasl']> {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD_FILE: passwordFile,
  } = variables;
  if (mechanism === undefined || username === undefined || passwordFile === undefined) return undefined;
  return { mechanism, username, password: await readSecretFile(passwordFile) };
}
