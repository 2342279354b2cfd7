import { z } from 'zod';
import { int, objectName, secretKeyRef } from '../schema/fields.ts';
import { kafkaConnectionFields } from '../schema/kafka-connection.ts';

const serviceFields = {
  service: objectName().describe(
    'Name of the Service that is asked. It lies in the namespace of this object.',
  ),
  port: int(1, 65_535).describe('Port of the Service.'),
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
      'Path into each JSON value, such as volatility.p90. The series is then this number and not the offsets.',
    ),
  key: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Only records with this key are read. It needs valuePath.'),
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
  query: z
    .string()
    .min(1)
    .max(4_096)
    .describe('PromQL that gives exactly one series: what arrives in a second.'),
});

/** Length and push rate of a Redis list. */
export const redisListSchema = z.object({
  ...serviceFields,
  key: z.string().min(1).max(512).describe('Key of the list.'),
  passwordSecretRef: secretKeyRef('password')
    .optional()
    .describe('Where the password is kept. Left out, none is sent.'),
});

/** A number in a JSON document. */
export const httpSchema = z.object({
  ...serviceFields,
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
    .describe('Path to the number within the document, such as queue.arrivals.'),
});
