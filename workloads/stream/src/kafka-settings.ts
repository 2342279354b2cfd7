import { StreamError } from './stream-error.ts';

/** SASL mechanisms that the client speaks. */
export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export type SaslMechanism = (typeof saslMechanisms)[number];

/** How to reach a Kafka cluster. */
export interface KafkaSettings {
  /** `host:port`, at least one. */
  readonly bootstrapServers: readonly string[];
  /** Shown in the broker's logs and quotas; consumer groups of our readers begin with it. */
  readonly clientId: string;
  /** Absent: plain text. An empty object trusts the CAs that Node ships. */
  readonly tls?: {
    /** CA certificates in PEM. */
    readonly ca?: string;
  };
  /** Absent: no authentication. */
  readonly sasl?: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: string;
  };
}

/** Gives the settings as they are now: files with CA and password are read anew for each connection. */
export type KafkaSettingsSource = () => Promise<KafkaSettings>;

/** The settings as they are now; throws StreamError SETTINGS_UNREADABLE. */
export async function settingsFrom(source: KafkaSettingsSource): Promise<KafkaSettings> {
  try {
    return await source();
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    throw new StreamError('SETTINGS_UNREADABLE', told, { cause });
  }
}
