import { z } from 'zod';
import { atomicList, secretKeyRef } from './fields.ts';

const server = z
  .string()
  .max(259)
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:[0-9]{1,5}$/);

const tlsSchema = z.object({
  caSecretRef: secretKeyRef('ca.crt')
    .optional()
    .describe('Certificate authority of the brokers in PEM. Left out, the authorities that the image ships.'),
});

const saslSchema = z.object({
  mechanism: z
    .enum(['Plain', 'ScramSha256', 'ScramSha512'])
    .describe('How the password is proved to the broker.'),
  username: z.string().min(1).max(253).describe('Name of the Kafka user.'),
  passwordSecretRef: secretKeyRef('password').describe('Where the password is kept.'),
});

/** How a Kafka cluster that somebody else runs is reached. */
export const kafkaConnectionFields = {
  bootstrapServers: atomicList(server, 10).min(1).describe('Brokers to ask first, each as host:port.'),
  tls: tlsSchema.optional().describe('Encrypts the connection. Left out, it is plain text.'),
  sasl: saslSchema.optional().describe('Signs in to the brokers. Left out, nobody signs in.'),
};
