import { prometheusMetrics } from '@pricecast/crds';
import { type Registry, registerLag } from '@pricecast/runtime';
import type { Commit, ConsumerState } from '@pricecast/stream';
import { Counter, Gauge, Histogram } from 'prom-client';

const delaySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts what was written; the result is told of each transaction and when it was there, in milliseconds. */
export function commitMetrics(registry: Registry): (commit: Commit, now: number) => void {
  const registers = [registry];
  const events = new Counter({
    name: 'pricecast_processor_events_total',
    help: 'Messages of the trades topic that were handled, by what became of them.',
    labelNames: ['fate'],
    registers,
  });
  const messages = new Counter({
    name: 'pricecast_processor_messages_total',
    help: 'Clean trades, bars, features and alerts that were written.',
    registers,
  });
  const transactions = new Histogram({
    name: 'pricecast_processor_transaction_seconds',
    help: 'Time from a batch to the end of its transaction.',
    buckets: delaySeconds,
    registers,
  });
  const delay = new Histogram({
    name: 'pricecast_processor_delay_seconds',
    help: 'Time from the newest trade of a batch to the end of its transaction.',
    buckets: delaySeconds,
    registers,
  });
  return ({ counts, outputs, seconds, newest }, now) => {
    for (const [fate, count] of Object.entries(counts)) if (count > 0) events.inc({ fate }, count);
    messages.inc(outputs);
    transactions.observe(seconds);
    if (newest !== undefined) delay.observe(Math.max(0, now - newest) / 1_000);
  };
}

/** Metrics that are read from the consumer when somebody asks. */
export function registerConsumerMetrics(registry: Registry, state: () => ConsumerState): void {
  registerLag(
    registry,
    {
      name: prometheusMetrics.streamLagSeconds,
      help: 'Age of the oldest message that was not handled; absent while it is not known.',
      stage: 'processor',
    },
    () => state().lagSeconds,
  );
  new Gauge({
    name: 'pricecast_processor_partitions',
    help: 'Partitions of the trades topic that this process has.',
    registers: [registry],
    collect() {
      this.set(state().partitions.length);
    },
  });
}
