import { defaultStageOptions } from '@pricecast/market';
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

const schema = z.object({
  ...shellSettings,
  ...kafkaVariables(saslMechanisms),
  ...pipelineVariables,
  /** Seconds of event time that a bar waits for late trades. */
  LATENESS_SECONDS: setting.wholeNumber(0, 3_600).default(defaultStageOptions.latenessSeconds),
  /** Seconds that the time of a trade may lie ahead of the clock. */
  FUTURE_SECONDS: setting.wholeNumber(0, 3_000).default(defaultStageOptions.futureSeconds),
  /** Windows of the features in seconds. */
  WINDOWS_SECONDS: setting
    .list(/^[0-9]{1,5}$/, 'seconds such as 60,300,900')
    .default(defaultStageOptions.windowsSeconds.map(String))
    .transform((entries) => entries.map(Number).sort((left, right) => left - right)),
  /** Most alerts that are opened for a symbol in a UTC day. */
  ALERTS_PER_DAY: setting.wholeNumber(0, 1_000).default(defaultStageOptions.alertsPerDay),
});

export type ProcessorSettings = Readonly<z.infer<typeof schema>>;

/** Reads the settings of the processor; throws RuntimeError SETTINGS_INVALID. */
export function readProcessorSettings(environment: Environment): ProcessorSettings {
  return withLogin(readSettings(schema, environment));
}
