import { prometheusMetrics as names } from '@pricecast/crds';
import { type Registry, registerLag } from '@pricecast/runtime';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { ChannelName } from './channel.ts';
import type { Gateway } from './gateway.ts';
import { type Message, timeOf } from './intake/message.ts';
import { lagOf } from './stage.ts';

/** Counts what was read. */
export interface IntakeMetrics {
  read(message: Message, now: number): void;
  malformed(channel: ChannelName): void;
}

// What is older was read from the past when the gateway started.
const liveMilliseconds = 60_000;

/** Metrics of messages as they come in. */
export function intakeMetrics(registry: Registry): IntakeMetrics {
  const registers = [registry];
  const labelNames = ['channel'];
  const messages = new Counter({
    name: names.gatewayMessagesTotal,
    help: 'Messages that were read.',
    labelNames,
    registers,
  });
  const malformed = new Counter({
    name: names.gatewayMalformedTotal,
    help: 'Messages that broke a rule of their schema and were left out.',
    labelNames,
    registers,
  });
  const delay = new Histogram({
    name: names.gatewayTradeDelaySeconds,
    help: 'Time from a trade at the exchange to where clients can have it.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  return {
    read: (message, now) => {
      messages.inc({ channel: message.channel });
      const age = now - timeOf(message);
      if (message.channel === 'trades' && age < liveMilliseconds) delay.observe(Math.max(0, age) / 1_000);
    },
    malformed: (channel) => malformed.inc({ channel }),
  };
}

/** Metrics that are read from the gateway when somebody asks. */
export function registerGatewayMetrics(registry: Registry, gateway: Gateway): void {
  const { streams } = gateway;
  const gauge = (name: string, help: string, read: () => number) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge(names.gatewayStreams, 'Event streams that are open.', () => streams.size);
  gauge(names.gatewayStreamsMost, 'Event streams that may be open.', () => streams.most);
  gauge(names.gatewayStreamsWaiting, 'Event streams whose client reads too slowly.', () => streams.waiting);
  registerLag(
    registry,
    { name: names.streamLagSeconds, help: 'Age of the oldest message that is not read.', stage: 'gateway' },
    () => lagOf(gateway),
  );
}
