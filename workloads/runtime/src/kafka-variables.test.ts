import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { kafkaAccess, kafkaVariables, withLogin } from './kafka-variables.ts';
import { type Environment, readSettings } from './settings.ts';

const schema = z.object(kafkaVariables(['PLAIN', 'SCRAM-SHA-512']));
const read = (environment: Environment) => withLogin(readSettings(schema, environment));
const valid = { KAFKA_BOOTSTRAP_SERVERS: 'btc-kafka.markets.svc:9092' };

test('a broker without login or TLS is reached in plain text', async () => {
  expect(await kafkaAccess(read(valid), 'reader')()).toEqual({
    bootstrapServers: ['btc-kafka.markets.svc:9092'],
    clientId: 'reader',
  });
});

test('files with CA and password are read anew each time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-kafka-'));
  const file = (name: string) => join(folder, name);
  await writeFile(file('ca'), 'CA');
  await writeFile(file('password'), 'old');
  const access = kafkaAccess(
    read({
      ...valid,
      KAFKA_TLS_ENABLED: 'true',
      KAFKA_TLS_CA_FILE: file('ca'),
      KAFKA_SASL_MECHANISM: 'PLAIN',
      KAFKA_SASL_USERNAME: 'u',
      KAFKA_SASL_PASSWORD_FILE: file('password'),
    }),
    'reader',
  );
  expect((await access()).sasl?.password).toBe('old');
  await writeFile(file('password'), 'new');
  expect(await access()).toMatchObject({
    tls: { ca: 'CA' },
    sasl: { mechanism: 'PLAIN', username: 'u', password: 'new' },
  });
});

test.each([
  [
    'a broker without a port',
    { KAFKA_BOOTSTRAP_SERVERS: 'kafka' },
    /^KAFKA_BOOTSTRAP_SERVERS must be a list of addresses/,
  ],
  [
    'a mechanism that nobody speaks',
    { KAFKA_SASL_MECHANISM: 'GSSAPI' },
    /^KAFKA_SASL_MECHANISM must be one of PLAIN/,
  ],
  [
    'SASL without a user',
    { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_PASSWORD_FILE: '/p' },
    /^KAFKA_SASL_USERNAME is not set: it must be set with KAFKA_SASL_MECHANISM=PLAIN/,
  ],
  [
    'SASL without a password',
    { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'u' },
    /^KAFKA_SASL_PASSWORD_FILE is not set/,
  ],
])('%s is refused', (_name, change, sentence) => {
  expect(() => read({ ...valid, ...change })).toThrow(sentence);
});
