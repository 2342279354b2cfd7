import { z } from 'zod';
import { filledIn, listByName } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';
import { forecastSchema } from './forecast.ts';
import { gatewaySchema } from './gateway.ts';
import { kafkaSchema } from './kafka.ts';
import { lakeSchema } from './lake.ts';
import { processingSchema } from './processing.ts';
import { scalingSchema } from './scaling.ts';
import { type Source, sourceSchema } from './source.ts';

const fields = z.object({
  sources: listByName(sourceSchema, 5).min(1).describe('Where prices come from.'),
  kafka: filledIn(kafkaSchema).describe('Who runs Kafka and what the topics look like.'),
  processing: processingSchema
    .optional()
    .describe('Turns raw trades into clean bars, features and alerts. Left out, the stage is not run.'),
  forecast: forecastSchema
    .optional()
    .describe('Forecasts price, volatility and volume. Left out, the stage is not run.'),
  lake: lakeSchema.optional().describe('Keeps the history as Parquet files. Left out, the stage is not run.'),
  gateway: gatewaySchema
    .optional()
    .describe('Serves prices and forecasts over HTTP. Left out, the stage is not run.'),
  scaling: scalingSchema
    .optional()
    .describe('How many pods the processor, the forecaster and the gateway may have.'),
  profile: z
    .enum(['Standard', 'Performance'])
    .default('Standard')
    .describe('How much CPU and memory the pods ask for. Performance asks for several times as much.'),
  suspend: z
    .boolean()
    .default(false)
    .describe('Stops the collectors and keeps everything else. The condition Paused says so.'),
  deletionPolicy: z
    .enum(['Retain', 'Delete'])
    .default('Retain')
    .describe(
      'What happens to volumes and topics when this object is deleted. A pipeline created again under the same name adopts what was retained.',
    ),
});

const sharesSymbol = (one: Source, other: Source): boolean =>
  one.name !== other.name &&
  one.type === other.type &&
  one.symbols.some((symbol) => other.symbols.includes(symbol));

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: 'self.sources.all(a, self.sources.all(b, a.name == b.name || a.type != b.type || !a.symbols.exists(symbol, symbol in b.symbols)))',
    message:
      'two sources of the same type must not list the same symbol: each trade would be collected twice',
    fieldPath: '.sources',
    holds: ({ sources }) => !sources.some((one) => sources.some((other) => sharesSymbol(one, other))),
  },
  {
    cel: '!has(self.forecast) || has(self.processing)',
    message: 'forecast needs processing: forecasts are made from bars and features',
    fieldPath: '.forecast',
    holds: ({ forecast, processing }) => forecast === undefined || processing !== undefined,
  },
  {
    cel: '!has(self.scaling) || ((!has(self.scaling.processor) || has(self.processing)) && (!has(self.scaling.forecaster) || has(self.forecast)) && (!has(self.scaling.gateway) || has(self.gateway)))',
    message: 'scaling names a stage that the spec leaves out',
    fieldPath: '.scaling',
    holds: ({ scaling = {}, processing, forecast, gateway }) =>
      (scaling.processor === undefined || processing !== undefined) &&
      (scaling.forecaster === undefined || forecast !== undefined) &&
      (scaling.gateway === undefined || gateway !== undefined),
  },
];

/** What a user asks of a pipeline. */
export const pricePipelineSpecSchema = ruled(fields, rules);

/** What a user asks of a pipeline, with defaults filled in. */
export type PricePipelineSpec = z.infer<typeof pricePipelineSpecSchema>;
