import type { Kafka, PricePipeline } from '@pricecast/crds';
import { bootstrapServersOf, saslMechanismOf } from './manifests/kafka-client.ts';
import type { Credentials } from './observed.ts';
import type { KafkaConnection, SecretData } from './ports.ts';

/** The Secrets that a pipeline names, each once. */
export const secretNames = ({ spec }: PricePipeline): string[] => [
  ...new Set(references(spec.kafka).map(({ name }) => name)),
];

/** What the Secrets of a pipeline are good for: a verdict for the status, and a connection where they are complete. */
export interface Access {
  readonly credentials: Credentials;
  readonly connection: KafkaConnection | undefined;
}

/** Puts spec and Secrets together. `secrets` has an entry for each of `secretNames`. */
export const accessOf = (
  pipeline: PricePipeline,
  secrets: ReadonlyMap<string, SecretData | undefined>,
): Access => {
  const { kafka } = pipeline.spec;
  const missing = references(kafka).flatMap((reference) => whatIsMissing(pipeline, reference, secrets))[0];
  if (missing !== undefined) return { credentials: missing, connection: undefined };
  const versions = [...secrets].map(([name, secret]) => `${name}@${secret?.resourceVersion}`);
  const version = versions.length === 0 ? undefined : versions.sort().join(',');
  return { credentials: { kind: 'Complete', version }, connection: connectionOf(pipeline, secrets) };
};

interface Reference {
  readonly name: string;
  readonly key: string;
}

const references = ({ external }: Kafka): Reference[] =>
  [external?.tls?.caSecretRef, external?.sasl?.passwordSecretRef].filter((found) => found !== undefined);

const whatIsMissing = (
  { metadata }: PricePipeline,
  { name, key }: Reference,
  secrets: ReadonlyMap<string, SecretData | undefined>,
): Credentials[] => {
  const secret = secrets.get(name);
  if (secret === undefined) {
    const what = `Secret ${name} does not exist in namespace ${metadata.namespace}`;
    return [{ kind: 'Missing', reason: 'SecretNotFound', what }];
  }
  if (secret.data[key]) return [];
  return [
    { kind: 'Missing', reason: 'SecretKeyNotFound', what: `Secret ${name} has no value under key ${key}` },
  ];
};

const connectionOf = (
  pipeline: PricePipeline,
  secrets: ReadonlyMap<string, SecretData | undefined>,
): KafkaConnection | undefined => {
  const bootstrapServers = bootstrapServersOf(pipeline)?.split(',');
  if (bootstrapServers === undefined) return undefined;
  const { tls, sasl } = pipeline.spec.kafka.external ?? {};
  const secretValue = ({ name, key }: Reference) => decode(secrets.get(name)?.data[key] ?? '');
  const ca = tls?.caSecretRef === undefined ? {} : { ca: secretValue(tls.caSecretRef) };
  const login = sasl && {
    mechanism: saslMechanismOf(sasl),
    username: sasl.username,
    password: secretValue(sasl.passwordSecretRef).replace(/\r?\n$/, ''),
  };
  return {
    bootstrapServers,
    ...(tls === undefined ? {} : { tls: ca }),
    ...(login === undefined ? {} : { sasl: login }),
  };
};

/** Text of a base64 value. */
const decode = (base64: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
