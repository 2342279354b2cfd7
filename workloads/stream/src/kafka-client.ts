import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import { type ClientLog, clientLogCreator } from './client-log.ts';
import { useSmallBuffers } from './encoder-buffers.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { quietenTimeoutWarning } from './timeout-warning.ts';

// Short, because whoever calls retries: a broker that is gone is known within seconds.
const timeouts = { connectionTimeout: 3_000, authenticationTimeout: 5_000, requestTimeout: 10_000 };
const retry = { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, factor: 0.2 };

/** The kafkajs client for these settings. It connects when it is used. */
export function createClient(settings: KafkaSettings, log: ClientLog): Kafka {
  quietenTimeoutWarning();
  useSmallBuffers();
  const config: KafkaConfig = {
    brokers: [...settings.bootstrapServers],
    clientId: settings.clientId,
    logCreator: clientLogCreator(log),
    logLevel: logLevel.WARN,
    retry,
    ...timeouts,
  };
  if (settings.tls !== undefined) config.ssl = settings.tls.ca === undefined ? {} : { ca: settings.tls.ca };
  if (settings.sasl !== undefined) config.sasl = saslOptions(settings.sasl);
  return new Kafka(config);
}

function saslOptions({ mechanism, username, password }: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  switch (mechanism) {
    case 'PLAIN':
      return { mechanism: 'plain', username, password };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}
