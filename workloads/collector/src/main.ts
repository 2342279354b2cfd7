import { randomBytes } from 'node:crypto';
import { topicName } from '@pricecast/market';
import { kafkaAccess, type ProcessContext, startProcess } from '@pricecast/runtime';
import { defaultLimits, KafkaSender } from '@pricecast/stream';
import { Collector } from './collector.ts';
import { type CollectorSettings, readCollectorSettings } from './config.ts';
import { ExchangeRest } from './exchange/exchange-rest.ts';
import { binanceStreamLimits } from './exchange/exchange-stream.ts';
import { deliveryMetrics, registerCollectorMetrics } from './metrics.ts';
import { collectorStage } from './stage.ts';

await startProcess({
  name: 'collector',
  readSettings: readCollectorSettings,
  start: async (context) => {
    const collector = wire(context);
    registerCollectorMetrics(context.metrics, collector);
    collector.start();
    context.onShutdown('collector', () => collector.stop());
    return collectorStage(collector, Date.now);
  },
});

function wire({ settings, log, metrics }: ProcessContext<CollectorSettings>): Collector {
  const pipeline = { namespace: settings.PIPELINE_NAMESPACE, name: settings.PIPELINE_NAME };
  const source = settings.SOURCE_NAME;
  const kafka = kafkaAccess(settings, `${pipeline.namespace}.${pipeline.name}.collector`);
  return new Collector({
    address: settings.BINANCE_WS_URL,
    history: new ExchangeRest(settings.BINANCE_REST_URL, Date.now),
    limits: binanceStreamLimits,
    symbols: settings.SYMBOLS,
    checkpoints: { kafka, topic: topicName(pipeline, 'collector-state'), source, log },
    envelope: { topic: topicName(pipeline, 'trades'), source, traceOrigin: randomBytes(8).toString('hex') },
    sender: new KafkaSender(kafka, log),
    producerLimits: defaultLimits,
    onDelivered: deliveryMetrics(metrics, source).delivered,
    log,
    now: Date.now,
    random: Math.random,
  });
}
