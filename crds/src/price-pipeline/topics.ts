import { z } from 'zod';
import { int } from '../schema/fields.ts';
import { ruled } from '../schema/rule.ts';

const fields = z.object({
  partitions: int(1, 120)
    .default(12)
    .describe(
      'Partitions of each topic: the most consumers that can share the work. 12 divides evenly among 1, 2, 3, 4, 6 and 12. It can only grow.',
    ),
  replicationFactor: int(1, 7)
    .default(1)
    .describe('Brokers that keep a copy of each partition. Use 3 where there are three brokers.'),
  retentionHours: int(1, 8_760).default(1).describe('Hours for which a topic keeps its records.'),
});

/** Settings of the topics that a pipeline creates. */
export const topicsSchema = ruled(
  fields,
  [],
  [
    {
      cel: 'self.partitions >= oldSelf.partitions',
      message: 'partitions cannot shrink: Kafka has no way to take a partition from a topic',
      fieldPath: '.partitions',
    },
  ],
);

/** Settings of the topics that a pipeline creates, with defaults filled in. */
export type Topics = z.infer<typeof topicsSchema>;
