import type { PredictiveScalerSpec } from '@pricecast/crds';
import type { KafkaSettings, KafkaSettingsSource } from '@pricecast/stream';
import type { SecretRef, SecretValues } from '../reach/secret-values.ts';

/** How a scaler describes a topic and the way to it. */
export type KafkaTopicSettings = NonNullable<PredictiveScalerSpec['demand']['kafkaTopic']>;

const mechanisms = {
  Plain: 'PLAIN',
  ScramSha256: 'SCRAM-SHA-256',
  ScramSha512: 'SCRAM-SHA-512',
} as const;

/** The connection to the brokers of a topic, with the Secrets of a namespace as they are when it is made. */
export function kafkaSettingsOf(
  { bootstrapServers, tls, sasl }: KafkaTopicSettings,
  namespace: string,
  secrets: SecretValues,
): KafkaSettingsSource {
  const read = (ref: SecretRef) => {
    // A connection is made anew because the one before failed, perhaps for what it was made with.
    secrets.forget(namespace, ref);
    return secrets.read(namespace, ref);
  };
  return async (): Promise<KafkaSettings> => ({
    bootstrapServers,
    clientId: 'pricecast-adapter',
    ...(tls === undefined ? {} : { tls: tls.caSecretRef ? { ca: await read(tls.caSecretRef) } : {} }),
    ...(sasl === undefined
      ? {}
      : {
          sasl: {
            mechanism: mechanisms[sasl.mechanism],
            username: sasl.username,
            password: await read(sasl.passwordSecretRef),
          },
        }),
  });
}

/** What connections that may be shared have in common; with Secrets they are those of one namespace. */
export const connectionName = (
  { bootstrapServers, tls, sasl }: KafkaTopicSettings,
  namespace: string,
): string => JSON.stringify([bootstrapServers, tls, sasl, tls || sasl ? namespace : '']);
