import { embeddedBootstrapServers, type Kafka, type PricePipeline } from '@pricecast/crds';
import type { SaslMechanism } from '@pricecast/stream';
import { type Variable, variables } from './environment.ts';

const secretsPath = '/etc/pricecast/kafka';
const files = { ca: 'ca.crt', password: 'password' } as const;
const mechanisms = {
  Plain: 'PLAIN',
  ScramSha256: 'SCRAM-SHA-256',
  ScramSha512: 'SCRAM-SHA-512',
} as const satisfies Record<string, SaslMechanism>;

/** Where clients of a pipeline reach its brokers, as `host:port,…`; undefined where nobody knows yet. */
export const bootstrapServersOf = ({ metadata, spec }: PricePipeline): string | undefined =>
  spec.kafka.mode === 'Embedded'
    ? embeddedBootstrapServers(metadata.namespace, metadata.name)
    : spec.kafka.external?.bootstrapServers.join(',');

/** Name of the SASL mechanism as clients spell it. */
export const saslMechanismOf = (sasl: SaslSettings) => mechanisms[sasl.mechanism];

type SaslSettings = NonNullable<NonNullable<Kafka['external']>['sasl']>;

/** One value out of a Secret, and the file that it becomes. */
interface SecretFile {
  readonly secret: string;
  readonly key: string;
  readonly path: string;
}

/** The Secret values that a client of this Kafka needs. */
const secretFiles = ({ external }: Kafka): SecretFile[] => {
  const ca = external?.tls?.caSecretRef;
  const password = external?.sasl?.passwordSecretRef;
  return [
    ...(ca === undefined ? [] : [{ secret: ca.name, key: ca.key, path: files.ca }]),
    ...(password === undefined ? [] : [{ secret: password.name, key: password.key, path: files.password }]),
  ];
};

/** Volumes, mounts and variables that make a container a client of the pipeline's Kafka. */
export interface KafkaClientPart {
  readonly env: readonly Variable[];
  readonly volumes: readonly object[];
  readonly volumeMounts: readonly object[];
}

/** The Kafka client part of a container. Secrets come as files that only the process may read. */
export const kafkaClientPart = (pipeline: PricePipeline): KafkaClientPart => {
  const { kafka } = pipeline.spec;
  const { tls, sasl } = kafka.external ?? {};
  const secrets = secretFiles(kafka);
  const env = variables({
    KAFKA_BOOTSTRAP_SERVERS: bootstrapServersOf(pipeline),
    KAFKA_TLS_ENABLED: tls === undefined ? undefined : 'true',
    KAFKA_TLS_CA_FILE: tls?.caSecretRef === undefined ? undefined : `${secretsPath}/${files.ca}`,
    KAFKA_SASL_MECHANISM: sasl === undefined ? undefined : saslMechanismOf(sasl),
    KAFKA_SASL_USERNAME: sasl?.username,
    KAFKA_SASL_PASSWORD_FILE: sasl === undefined ? undefined : `${secretsPath}/${files.password}`,
  });
  if (secrets.length === 0) return { env, volumes: [], volumeMounts: [] };
  return {
    env,
    volumes: [
      { name: 'kafka-credentials', projected: { defaultMode: 0o440, sources: secrets.map(projection) } },
    ],
    volumeMounts: [{ name: 'kafka-credentials', mountPath: secretsPath, readOnly: true }],
  };
};

const projection = ({ secret, key, path }: SecretFile) => ({
  secret: { name: secret, items: [{ key, path }] },
});
