import { z } from 'zod';
import { dnsLabel, int, listByName, setOf, timeZone } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';
import {
  httpSchema,
  kafkaTopicSchema,
  podMetricsSchema,
  prometheusSchema,
  redisListSchema,
} from './demand-sources.ts';

const sourceFields = {
  source: z
    .enum(['KafkaTopic', 'PodMetrics', 'Prometheus', 'RedisList', 'Http'])
    .describe('Where the load is read. It has to be what arrives, not what was served.'),
  kafkaTopic: kafkaTopicSchema
    .optional()
    .describe('Counts what is produced to a topic. Only for source KafkaTopic.'),
  podMetrics: podMetricsSchema
    .optional()
    .describe('Reads a metric of the pods of the target. Only for source PodMetrics.'),
  prometheus: prometheusSchema.optional().describe('Asks a Prometheus server. Only for source Prometheus.'),
  redisList: redisListSchema
    .optional()
    .describe('Reads the length and the push rate of a Redis list. Only for source RedisList.'),
  http: httpSchema.optional().describe('Reads a number from a JSON document. Only for source Http.'),
};

type Sourced = z.infer<z.ZodObject<typeof sourceFields>>;

/** Source of demand and the member that holds its settings. */
export const demandMembers = {
  KafkaTopic: 'kafkaTopic',
  PodMetrics: 'podMetrics',
  Prometheus: 'prometheus',
  RedisList: 'redisList',
  Http: 'http',
} as const satisfies Record<Sourced['source'], keyof Sourced>;

const memberRules: readonly Rule<Sourced>[] = Object.entries(demandMembers).map(([source, member]) => ({
  cel: `(self.source == '${source}') == has(self.${member})`,
  message: `${member} must be set for source ${source} and left out for every other source`,
  fieldPath: `.${member}`,
  holds: (demand) => (demand.source === source) === (demand[member] !== undefined),
}));

const fieldsNeedPath: Rule<Sourced> = {
  cel: '!has(self.kafkaTopic) || !has(self.kafkaTopic.matchFields) || has(self.kafkaTopic.valuePath)',
  message: 'kafkaTopic.matchFields needs kafkaTopic.valuePath: offsets are counted for the whole topic',
  fieldPath: '.kafkaTopic.matchFields',
  holds: ({ kafkaTopic }) => kafkaTopic?.matchFields === undefined || kafkaTopic.valuePath !== undefined,
};

const keyNeedsPath: Rule<Sourced> = {
  cel: '!has(self.kafkaTopic) || !has(self.kafkaTopic.key) || has(self.kafkaTopic.valuePath)',
  message: 'kafkaTopic.key needs kafkaTopic.valuePath: offsets are counted for the whole topic',
  fieldPath: '.kafkaTopic.key',
  holds: ({ kafkaTopic }) => kafkaTopic?.key === undefined || kafkaTopic.valuePath !== undefined,
};

const regressorSchema = ruled(
  z.object({
    name: dnsLabel(63).describe('Name of the regressor, unique within the scaler.'),
    ...sourceFields,
    source: sourceFields.source.describe('Where the series is read.'),
  }),
  [...memberRules, keyNeedsPath, fieldsNeedPath],
);

const fields = z.object({
  ...sourceFields,
  intervalSeconds: int(5, 3_600).default(15).describe('Seconds between two samples.'),
  seasonsSeconds: setOf(int(60, 31_622_400), 4)
    .optional()
    .describe('Lengths of the seasons in seconds, such as 86400 and 604800. Left out, they are detected.'),
  timeZone: timeZone()
    .default('UTC')
    .describe(
      'IANA time zone whose clock the seasons follow, such as Europe/Berlin. It keeps days apart when clocks change.',
    ),
  regressors: listByName(regressorSchema, 8)
    .optional()
    .describe('Series that lead the load, such as the volatility of a market.'),
});

const countsOffsets: Rule<z.infer<typeof fields>> = {
  cel: '!has(self.kafkaTopic) || !has(self.kafkaTopic.valuePath)',
  message: 'kafkaTopic.valuePath is only for regressors: the demand of a topic is what is produced to it',
  fieldPath: '.kafkaTopic.valuePath',
  holds: ({ kafkaTopic }) => kafkaTopic?.valuePath === undefined,
};

/** Where the load of the target is read. */
export const demandSchema = ruled(fields, [...memberRules, keyNeedsPath, fieldsNeedPath, countsOffsets]);

/** Where the load of the target is read, with defaults filled in. */
export type Demand = z.infer<typeof demandSchema>;
