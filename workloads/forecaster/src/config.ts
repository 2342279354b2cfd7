import { predictionTargets } from '@pricecast/market';
import {
  type Environment,
  kafkaVariables,
  pipelineVariables,
  readSettings,
  setting,
  shellSettings,
  withLogin,
} from '@pricecast/runtime';
import { saslMechanisms } from '@pricecast/stream';
import { z } from 'zod';

const ascending = (entries: readonly string[]) => entries.map(Number).sort((left, right) => left - right);

const schema = z.object({
  ...shellSettings,
  ...kafkaVariables(saslMechanisms),
  ...pipelineVariables,
  /** What is predicted. */
  FORECAST_TARGETS: setting
    .list(/^(Price|Volatility|Volume)$/, predictionTargets.join(', '))
    .default([...predictionTargets])
    .transform((entries) => predictionTargets.filter((target) => entries.includes(target))),
  /** How far ahead, in seconds; whole minutes are used. */
  FORECAST_HORIZONS_SECONDS: setting
    .list(/^([6-9][0-9]|[1-9][0-9]{2,4})$/, 'seconds from 60 such as 60,300,900,3600')
    .default(['60', '300', '900', '3600'])
    .transform(ascending),
  /** Levels of the intervals in percent. */
  FORECAST_LEVELS_PERCENT: setting
    .list(/^[1-9][0-9]?$/, 'percentages from 1 to 99 such as 80,95')
    .default(['80', '95'])
    .transform(ascending),
});

export type ForecasterSettings = Readonly<z.infer<typeof schema>>;

/** Reads the settings of the forecaster; throws RuntimeError SETTINGS_INVALID. */
export function readForecasterSettings(environment: Environment): ForecasterSettings {
  return withLogin(readSettings(schema, environment));
}
