import { z } from 'zod';
import { filledIn, objectName, storageQuantity } from '../schema/fields.ts';
import { kafkaConnectionFields } from '../schema/kafka-connection.ts';
import { type Rule, ruled, type TransitionRule } from '../schema/rule.ts';
import { topicsSchema } from './topics.ts';

const storageSchema = z.object({
  size: storageQuantity()
    .default('8Gi')
    .describe('Size of the volume that holds the log. It may grow where the storage class allows it.'),
  storageClassName: objectName()
    .optional()
    .describe('Storage class of the volume. Left out, the default class of the cluster. It cannot change.'),
});

const embeddedSchema = z.object({
  storage: filledIn(storageSchema).describe('Volume of the broker.'),
});

const strimziSchema = z.object({
  clusterName: objectName().describe(
    'Name of the Kafka object of Strimzi. It lies in the namespace of this object.',
  ),
});

const externalSchema = z.object(kafkaConnectionFields);

const fields = z.object({
  mode: z
    .enum(['Embedded', 'Strimzi', 'External'])
    .default('Embedded')
    .describe(
      'Who runs Kafka. Embedded starts a single broker for development, Strimzi uses a cluster of that operator, External an existing cluster.',
    ),
  embedded: embeddedSchema.optional().describe('Settings of the embedded broker. Only for mode Embedded.'),
  strimzi: strimziSchema
    .optional()
    .describe('Which Strimzi cluster is used. Only for mode Strimzi, which needs it.'),
  external: externalSchema
    .optional()
    .describe('How the cluster is reached. Only for mode External, which needs it.'),
  topics: filledIn(topicsSchema).describe('Settings of the topics that the pipeline creates.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: "self.mode == 'Embedded' || !has(self.embedded)",
    message: 'embedded is only for mode Embedded',
    fieldPath: '.embedded',
    holds: (kafka) => kafka.mode === 'Embedded' || kafka.embedded === undefined,
  },
  {
    cel: "(self.mode == 'Strimzi') == has(self.strimzi)",
    message: 'strimzi must be set for mode Strimzi and left out for every other mode',
    fieldPath: '.strimzi',
    holds: (kafka) => (kafka.mode === 'Strimzi') === (kafka.strimzi !== undefined),
  },
  {
    cel: "(self.mode == 'External') == has(self.external)",
    message: 'external must be set for mode External and left out for every other mode',
    fieldPath: '.external',
    holds: (kafka) => (kafka.mode === 'External') === (kafka.external !== undefined),
  },
  {
    cel: "self.mode != 'Embedded' || self.topics.replicationFactor == 1",
    message: 'topics.replicationFactor must be 1 with mode Embedded, which has one broker',
    fieldPath: '.topics.replicationFactor',
    holds: (kafka) => kafka.mode !== 'Embedded' || kafka.topics.replicationFactor === 1,
  },
];

const defaultSize = storageSchema.parse({}).size;
const sizeOf = (kafka: string) =>
  `quantity(has(${kafka}.embedded) ? ${kafka}.embedded.storage.size : '${defaultSize}')`;
const namesClass = (kafka: string) =>
  `(has(${kafka}.embedded) && has(${kafka}.embedded.storage.storageClassName))`;
const classPath = 'embedded.storage.storageClassName';
const sameClass = `${namesClass('self')} == ${namesClass('oldSelf')} && (!${namesClass('self')} || self.${classPath} == oldSelf.${classPath})`;
const staysEmbedded = "self.mode == 'Embedded' && oldSelf.mode == 'Embedded'";

const transitions: readonly TransitionRule[] = [
  {
    cel: `!(${staysEmbedded}) || (${sameClass})`,
    message: 'embedded.storage.storageClassName cannot change: the class of an existing volume is fixed',
    fieldPath: '.embedded',
  },
  {
    cel: `!(${staysEmbedded}) || !${sizeOf('self')}.isLessThan(${sizeOf('oldSelf')})`,
    message: 'embedded.storage.size cannot shrink: an existing volume only grows',
    fieldPath: '.embedded',
  },
];

/** Who runs Kafka and how it is reached. */
export const kafkaSchema = ruled(fields, rules, transitions);

/** Settings of the embedded broker, with defaults filled in. */
export type EmbeddedKafka = z.infer<typeof embeddedSchema>;

/** Settings of the embedded broker of a pipeline that may have left them out. */
export const embeddedKafka = (kafka: Kafka): EmbeddedKafka => kafka.embedded ?? embeddedSchema.parse({});

/** Who runs Kafka and how it is reached, with defaults filled in. */
export type Kafka = z.infer<typeof kafkaSchema>;
