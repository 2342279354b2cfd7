import { z } from 'zod';
import { conditionsSchema } from '../schema/condition.ts';
import { int, statusText } from '../schema/fields.ts';

/** What the operator reports about a pipeline. No field is required and none has a default. */
export const pricePipelineStatusSchema = z.object({
  observedGeneration: int(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Generation of the spec that this status speaks about.'),
  conditions: conditionsSchema,
  symbols: statusText().describe('Number of symbols that are collected.'),
  eventsPerSecond: statusText().describe('Trades that arrive in a second, over all collectors.'),
  lag: statusText().describe('Age of the newest trade that was collected, with its unit.'),
  replicas: statusText().describe('Ready pods and wanted pods, as ready/wanted.'),
  kafka: z
    .object({
      summary: statusText().describe('Mode and ready brokers in one short text.'),
      bootstrapServers: statusText(1_024).describe('Where clients of this namespace reach the brokers.'),
      clusterId: statusText().describe('Identity of the Kafka cluster that holds the records.'),
    })
    .optional()
    .describe('What the pipeline knows about its brokers.'),
});

/** What the operator reports about a pipeline. */
export type PricePipelineStatus = z.infer<typeof pricePipelineStatusSchema>;
