import { z } from 'zod';
import { atomicList, int, objectName, secretKeyRef } from '../schema/fields.ts';
import { kafkaConnectionFields } from '../schema/kafka-connection.ts';
import { authorizationSchema, serverTlsSchema } from '../schema/server-connection.ts';

const serviceFields = {
  service: objectName().describe(
    'Name of the Service that is asked. It lies in the namespace of this object.',
  ),
  port: int(1, 65_535).describe('Port of the Service.'),
  tls: serverTlsSchema.optional().describe('Encrypts the connection. Left out, it is plain text.'),
};

const authorized = {
  authorization: authorizationSchema
    .optional()
    .describe('Signs in to the server. Left out, nobody signs in.'),
};

const topicName = z
  .string()
  .min(1)
  .max(249)
  .regex(/^[A-Za-z0-9._-]+$/);

/** Offsets produced to a topic; history is read back by time stamp. */
export const kafkaTopicSchema = z.object({
  ...kafkaConnectionFields,
  topic: topicName.describe(
    'Topic whose arrivals are counted. Use a raw one: transactions add records of their own.',
  ),
  consumerGroup: z
    .string()
    .min(1)
    .max(249)
    .optional()
    .describe('Consumer group of the target. Its lag shows whether the target keeps up.'),
  valuePath: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe(
      'Path into each JSON value, such as point or shards.0.rate. The series is then this number and not the offsets.',
    ),
  key: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Only records with this key are read. It needs valuePath.'),
  matchFields: atomicList(
    z.object({
      path: z.string().min(1).max(256).describe('Path into each JSON value.'),
      value: z.string().max(256).describe('What has to stand there; a number as it is written.'),
    }),
    4,
  )
    .optional()
    .describe('Only records whose JSON value has all of this are read. It needs valuePath.'),
});

/** A counter or gauge of the target's own pods. */
export const podMetricsSchema = z.object({
  port: int(1, 65_535).describe('Port of the pods that serves Prometheus metrics.'),
  path: z
    .string()
    .min(1)
    .max(256)
    .regex(/^\/[^\s?#]*$/)
    .default('/metrics')
    .describe('Path of the metrics.'),
  metric: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/)
    .describe('Name of the metric, summed over all pods and series.'),
  kind: z
    .enum(['Counter', 'Gauge'])
    .default('Counter')
    .describe('Counter is turned into a rate per second, Gauge is taken as it is.'),
});

/** A query of a Prometheus server. */
export const prometheusSchema = z.object({
  ...serviceFields,
  ...authorized,
  query: z
    .string()
    .min(1)
    .max(4_096)
    .describe('PromQL that gives exactly one series: what arrives in a second.'),
});

const redisKey = () => z.string().min(1).max(512);

/** Length and push rate of a Redis list or stream. */
export const redisListSchema = z.object({
  ...serviceFields,
  key: redisKey().describe(
    'Key of the list or stream. A stream counts what was added to it; a list tells its length only and needs pushedKey or servedKey.',
  ),
  pushedKey: redisKey()
    .optional()
    .describe('Key of a counter that every push increments. The demand is its rate.'),
  servedKey: redisKey()
    .optional()
    .describe(
      'Key of a counter that every finished job increments. The demand is its rate and the change of the length.',
    ),
  consumerGroup: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe('Consumer group of the target, where the key is a stream. It shows what the target serves.'),
  username: z.string().min(1).max(253).optional().describe('Name of the user. Left out, the default user.'),
  passwordSecretRef: secretKeyRef('password')
    .optional()
    .describe('Where the password is kept. Left out, none is sent.'),
});

/** A number in a JSON document. */
export const httpSchema = z.object({
  ...serviceFields,
  ...authorized,
  path: z
    .string()
    .min(1)
    .max(1_024)
    .regex(/^\/\S*$/)
    .default('/')
    .describe('Path and query of the document. Redirects are not followed.'),
  valuePath: z
    .string()
    .min(1)
    .max(256)
    .describe('Path to the number within the document, such as queue.arrivals or shards.0.rate.'),
  kind: z
    .enum(['Counter', 'Gauge'])
    .default('Gauge')
    .describe('Counter is turned into a rate per second, Gauge is taken as it is.'),
});
