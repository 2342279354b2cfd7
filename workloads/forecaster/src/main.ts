import { kafkaAccess, type ProcessContext, startProcess } from '@pricecast/runtime';
import { type ForecasterSettings, readForecasterSettings } from './config.ts';
import { Forecaster } from './forecaster.ts';
import { commitMetrics, registerForecasterMetrics } from './metrics.ts';

await startProcess({
  name: 'forecaster',
  readSettings: readForecasterSettings,
  start: async (context) => {
    const forecaster = wire(context);
    registerForecasterMetrics(context.metrics, forecaster, Date.now);
    forecaster.start();
    context.onShutdown('forecaster', () => forecaster.stop());
    return forecaster.stage();
  },
});

function wire({ settings, log, metrics }: ProcessContext<ForecasterSettings>): Forecaster {
  const pipeline = { namespace: settings.PIPELINE_NAMESPACE, name: settings.PIPELINE_NAME };
  return new Forecaster({
    pipeline,
    targets: settings.FORECAST_TARGETS,
    horizonMinutes: [
      ...new Set(settings.FORECAST_HORIZONS_SECONDS.map((seconds) => Math.ceil(seconds / 60))),
    ],
    levels: settings.FORECAST_LEVELS_PERCENT.map((percent) => percent / 100),
    kafka: kafkaAccess(settings, `${pipeline.namespace}.${pipeline.name}.forecaster`),
    log,
    onCommit: commitMetrics(metrics),
    now: Date.now,
    random: Math.random,
  });
}
