import { prometheusMetrics } from '@pricecast/crds';
import { type Registry, registerLag } from '@pricecast/runtime';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Collector } from './collector.ts';
import type { ReceivedTrade } from './sequence/received-trade.ts';
import type { FeedTally } from './sequence/symbol-feed.ts';

/** Counts what was delivered. */
export interface DeliveryMetrics {
  delivered(trades: readonly ReceivedTrade[], now: number): void;
}

/** Metrics of deliveries; `source` becomes a label of each. */
export function deliveryMetrics(registry: Registry, source: string): DeliveryMetrics {
  const events = new Counter({
    name: prometheusMetrics.collectorEventsTotal,
    help: 'Trades that Kafka has acknowledged.',
    labelNames: ['source', 'symbol', 'origin'],
    registers: [registry],
  });
  const delay = new Histogram({
    name: 'pricecast_collector_delivery_seconds',
    help: 'Time from a trade of the stream to its acknowledgement by Kafka.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return {
    delivered: (trades, now) => {
      for (const { trade, backfill } of trades) {
        events.inc({ source, symbol: trade.symbol, origin: backfill ? 'refill' : 'stream' });
        if (!backfill) delay.observe(Math.max(0, now - trade.tradeTime) / 1_000);
      }
    },
  };
}

/** Metrics that are read from the collector when somebody asks. */
export function registerCollectorMetrics(registry: Registry, collector: Collector): void {
  const gauge = (name: string, help: string, read: () => number | undefined) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read();
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  const { outbox } = collector;
  gauge(
    'pricecast_collector_queue_messages',
    'Messages that wait for acknowledgement.',
    () => outbox.state.queuedMessages,
  );
  gauge(
    'pricecast_collector_queue_bytes',
    'Bytes that wait for acknowledgement.',
    () => outbox.state.queuedBytes,
  );
  gauge('pricecast_collector_clock_skew_seconds', 'Our clock minus that of the exchange.', () => {
    const milliseconds = collector.link?.intake.skew.milliseconds;
    return milliseconds === undefined ? undefined : milliseconds / 1_000;
  });
  registerLag(
    registry,
    { name: prometheusMetrics.streamLagSeconds, help: 'How late the trades are.', stage: 'collector' },
    () => collector.lagSeconds(),
  );
  registerTotals(registry, collector);
}

function registerTotals(registry: Registry, collector: Collector): void {
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const tally = (member: keyof FeedTally) => () =>
    (collector.link?.feeds ?? []).reduce((sum, feed) => sum + feed.tally[member], 0);
  total(
    'pricecast_collector_connections_total',
    'Connections opened to the stream.',
    () => collector.link?.connections ?? 0,
  );
  total('pricecast_collector_duplicates_total', 'Trades that had come before.', tally('duplicates'));
  total(
    'pricecast_collector_overflows_total',
    'Trades of the stream that were left to REST.',
    tally('overflows'),
  );
  total(
    'pricecast_collector_skipped_ids_total',
    'Ids that the exchange has no trade for.',
    tally('skippedIds'),
  );
  total('pricecast_collector_malformed_total', 'Frames and rows that could not be read.', () => {
    const { link } = collector;
    return link === undefined ? 0 : link.intake.malformed.count + link.refiller.malformedRows;
  });
}
