export { Collector, type CollectorParts } from './collector.ts';
