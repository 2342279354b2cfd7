import { kafkaAccess, type ProcessContext, startProcess } from '@pricecast/runtime';
import { type ProcessorSettings, readProcessorSettings } from './config.ts';
import { commitMetrics, registerConsumerMetrics } from './metrics.ts';
import { Processor } from './processor.ts';

await startProcess({
  name: 'processor',
  readSettings: readProcessorSettings,
  start: async (context) => {
    const processor = wire(context);
    registerConsumerMetrics(context.metrics, () => processor.state);
    processor.start();
    context.onShutdown('processor', () => processor.stop());
    return processor.stage();
  },
});

function wire({ settings, log, metrics }: ProcessContext<ProcessorSettings>): Processor {
  const pipeline = { namespace: settings.PIPELINE_NAMESPACE, name: settings.PIPELINE_NAME };
  return new Processor({
    pipeline,
    options: {
      latenessSeconds: settings.LATENESS_SECONDS,
      futureSeconds: settings.FUTURE_SECONDS,
      windowsSeconds: settings.WINDOWS_SECONDS,
      alertsPerDay: settings.ALERTS_PER_DAY,
    },
    kafka: kafkaAccess(settings, `${pipeline.namespace}.${pipeline.name}.processor`),
    log,
    onCommit: commitMetrics(metrics),
    now: Date.now,
    random: Math.random,
  });
}
