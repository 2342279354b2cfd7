import { z } from 'zod';
import { messageCodec } from './message-codec.ts';
import { count, number, symbol } from './message-fields.ts';

/** Name and version that travel in the `schema` header of a prediction. */
export const predictionSchemaName = 'prediction/1';

/** What is predicted, by the words of the PricePipeline. */
export const predictionTargets = ['Price', 'Volatility', 'Volume'] as const;

/** What a prediction is worth, by its record so far. */
export const predictionLabels = ['Skilled', 'NoSkillOverLastValue', 'NotJudgedYet'] as const;

const intervalSchema = z.object({
  levelPercent: z.number().gt(0).lt(100).describe('How often the truth shall lie inside, in percent.'),
  lower: number(),
  upper: number(),
});

/**
 * Value of a message in `.predictions.v1`, version 1: one forecast of one symbol.
 * | target | point and intervals tell |
 * |---|---|
 * | Price | the price at `forAt`, in the quote asset |
 * | Volatility | standard deviation of the return until `forAt`: √(π/2 · minutes) · mean of a minute’s absolute return |
 * | Volume | base asset traded from `basedOn` to `forAt` |
 */
export const predictionSchema = z.object({
  symbol: symbol(),
  target: z.enum(predictionTargets).describe('What is predicted.'),
  horizonSeconds: z.int().min(1).describe('How far ahead of basedOn it looks.'),
  madeAt: count().describe('When it was computed, milliseconds since 1970-01-01T00:00:00Z.'),
  basedOn: count().describe(
    'End of the newest bar that was used: event time, the CreateTime of the message.',
  ),
  forAt: count().describe('basedOn plus the horizon.'),
  lastValue: number().describe('What “everything stays as it is” predicts.'),
  point: number().describe('The prediction: the median for Price, the median of the skewed others too.'),
  intervals: z.array(intervalSchema).min(1).describe('Smallest level first; each holds the one before.'),
  label: z
    .enum(predictionLabels)
    .describe('Whether its record beats the last value. NotJudgedYet until there is record enough.'),
  model: z.string().min(1).max(100).describe('Name of the model, such as log-har.'),
  samples: count().describe('Minutes of history behind it.'),
});

/** One forecast of one symbol. */
export type Prediction = Readonly<z.infer<typeof predictionSchema>>;
/** Where the truth shall lie, and how often. */
export type PredictionInterval = Readonly<z.infer<typeof intervalSchema>>;
export type PredictionTarget = (typeof predictionTargets)[number];
export type PredictionLabel = (typeof predictionLabels)[number];

const codec = messageCodec('Prediction', 'PREDICTION_INVALID', predictionSchema);

/** The JSON text of a prediction. */
export const encodePrediction: (prediction: Prediction) => string = codec.encode;

/** Reads the value of a prediction; throws MarketError PREDICTION_INVALID naming the member and the rule. */
export const decodePrediction: (text: string) => Prediction = codec.decode;
