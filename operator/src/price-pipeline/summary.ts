import type { PricePipelineStatus } from '@pricecast/crds';
import type { StageReport } from '@pricecast/runtime';
import { kafkaVolumeOf } from './kafka-volume.ts';
import { bootstrapServersOf } from './manifests/kafka-client.ts';
import type { ReportReading } from './observed.ts';
import { collectorShards } from './shards.ts';
import type { View } from './view.ts';
import { replicaSummary, wantedWorkloads } from './workloads.ts';

/** The part of a status that is made for printer columns. */
export type Summary = Omit<PricePipelineStatus, 'conditions' | 'observedGeneration'>;

/** What the columns show. What is not known is left out; it is never zero. */
export const summaryOf = (view: View): Summary => {
  const { pipeline, children, reports } = view;
  const rate = sum(gauges(reports, 'eventsPerSecond', isCollector));
  const lag = largest(gauges(reports, 'lagSeconds'));
  return {
    symbols: String(new Set(collectorShards(pipeline.spec).flatMap(({ symbols }) => symbols)).size),
    replicas: replicaSummary(children, wantedWorkloads(pipeline)),
    kafka: kafkaSummary(view),
    ...(rate === undefined ? {} : { eventsPerSecond: calmRate(rate) }),
    ...(lag === undefined ? {} : { lag: calmLag(lag) }),
  };
};

const kafkaSummary = ({ pipeline, children, kafka }: View): NonNullable<Summary['kafka']> => {
  const { mode } = pipeline.spec.kafka;
  const bootstrapServers = bootstrapServersOf(pipeline);
  const broker = wantedWorkloads(pipeline).filter(({ component }) => component === 'kafka');
  const ready = mode === 'Embedded' ? ` ${replicaSummary(children, broker)}` : '';
  const answers = kafka.kind === 'Answered' ? '' : ', silent';
  const clusterId = mode === 'Embedded' ? kafkaVolumeOf(pipeline, children).clusterId : undefined;
  return {
    summary: `${mode}${ready}${answers}`,
    ...(bootstrapServers === undefined ? {} : { bootstrapServers }),
    ...(clusterId === undefined ? {} : { clusterId }),
  };
};

const isCollector = ({ stage }: StageReport): boolean => stage === 'collector';

const gauges = (
  reports: ReadonlyMap<string, ReportReading>,
  name: string,
  counts: (report: StageReport) => boolean = () => true,
): number[] =>
  [...reports.values()].flatMap((reading) =>
    reading.kind === 'Report' && counts(reading.report) ? (reading.report.gauges[name] ?? []) : [],
  );

const sum = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);

const largest = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.max(...values);

/** Two significant digits: a rate that only trembles does not change. */
export const calmRate = (perSecond: number): string =>
  perSecond < 0.1 ? '0' : String(Number(perSecond.toPrecision(2)));

/** Whole seconds, minutes or hours: an age that is well below a second is all the same. */
export const calmLag = (seconds: number): string => {
  if (seconds < 1) return '<1s';
  if (seconds < 90) return `${Math.round(seconds)}s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3_600)}h`;
};
